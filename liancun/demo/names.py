"""Fictitious people: names drawn from a seed. Any likeness to a living person is chance."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
_FIRST = "志国建明春秋海玉秀桂文永德长红晓立宝庆凤淑艳丽金振学广洪忠景亚雪东福兴守连树成喜云显占"
_SECOND = "军华伟强平英兰梅珍芳霞芹香云荣富贵生林山江田民安君臣义礼信忠良才和顺祥瑞清洁莲芬萍岩峰涛波"

_OF_WOMEN = "英兰梅珍芳霞芹香云莲芬萍秀玉桂凤淑艳丽喜"


def sex_of(name: str) -> str:
    """What the invented name suggests: female or male."""
    return "female" if name[-1] in _OF_WOMEN else "male"


class People:
    """Draws names that do not repeat within one village's hundred."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._births = Random(seed + 90)

    def draw(self, count: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            found[self._one()] = None
        return list(found)

    def birth(self) -> date:
        """A grown person's day of birth."""
        return date(1951, 1, 1) + timedelta(days=self._births.randrange(48 * 365))

    def _one(self) -> str:
        pick = self._random.choice
        given = pick(_FIRST) + (pick(_SECOND) if self._random.random() < 0.85 else "")
        return pick(_SURNAMES) + given
