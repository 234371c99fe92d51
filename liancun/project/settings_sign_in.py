"""Settings of signing in: sessions, locks, second factors, the county's own sign-on."""

from __future__ import annotations

from liancun.project import settings_safety as safety
from liancun.project.settings_row import Setting, fixed, mode

SIGN_IN: tuple[Setting, ...] = (
    Setting(
        "LIANCUN_SESSION_IDLE_MINUTES",
        "whole",
        fixed(30),
        "30",
        "无操作多少分钟后退出登录",
        "minutes without a click until one is signed out",
        safety.between(1, 60, "an unattended desk must lock"),
    ),
    Setting(
        "LIANCUN_SESSION_MAX_HOURS",
        "whole",
        fixed(10),
        "10",
        "登录最长多少小时",
        "hours until one must sign in again",
        safety.between(1, 24, "a session must not outlive a day"),
    ),
    Setting(
        "LIANCUN_LOGIN_FAILURES",
        "whole",
        fixed(5),
        "5",
        "连续登录失败多少次后锁定",
        "failed sign-ins until an account is locked",
        safety.between(1, 10, "more would let passwords be guessed"),
    ),
    Setting(
        "LIANCUN_LOCKOUT_MINUTES",
        "whole",
        fixed(20),
        "20",
        "锁定多少分钟",
        "minutes an account stays locked",
        safety.between(5, 1440, "shorter would let passwords be guessed, longer would keep people out"),
    ),
    Setting(
        "LIANCUN_SECOND_FACTOR",
        "flag",
        lambda source: mode(source) == "production",
        "true in production, false otherwise",
        "管理员、审批人和财务人员登录是否必须用动态口令",
        "whether administrators, approvers and finance staff must sign in with a one-time code",
        safety.never,
        careless=safety.second_factor_care,
    ),
    Setting(
        "LIANCUN_STEP_UP",
        "whole",
        lambda source: 10 if mode(source) == "production" else 0,
        "10 in production, 0 otherwise",
        "查看个人信息、审批付款前多少分钟内须重新验证身份；0 表示不要求",
        "minutes for which a proof of identity holds before opening personal data or approving payments; 0: none asked",
        safety.between(0, 120, "a longer time is no proof"),
        careless=safety.step_up_care,
    ),
    Setting(
        "LIANCUN_IDLE_ACCOUNT_DAYS",
        "whole",
        fixed(180),
        "180",
        "多少天没有登录的账号自动停用；0 表示不停用",
        "days without a sign-in until an account is blocked; 0: never",
        safety.between(0, 730, "accounts nobody uses are to be closed"),
    ),
)
