"""Invoices for the tests, in the three forms in which sellers send them."""

from __future__ import annotations

import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from liancun.kernel.money import capital, plain

_DAY = "2026-03-05"


def invoice_xml(number: str, amount: str, seller: str) -> bytes:
    """As the tax office's platform gives an all-electronic invoice."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<EInvoice><Header><EIid>{number}</EIid></Header>
<EInvoiceData>
<SellerInformation><SellerIdNum>91211221MA0000015N</SellerIdNum><SellerName>{seller}</SellerName></SellerInformation>
<BuyerInformation><BuyerName>新台子村股份经济合作社</BuyerName></BuyerInformation>
<BasicInformation><TotalAmWithoutTax>1.00</TotalAmWithoutTax>
<TotalTax-includedAmount>{amount}</TotalTax-includedAmount><RequestTime>{_DAY} 09:00:00</RequestTime></BasicInformation>
</EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber><IssueTime>{_DAY}</IssueTime></TaxSupervisionInfo>
</EInvoice>""".encode()


def invoice_ofd(number: str, code: str, amount: str, seller: str, *, data: bool = True) -> bytes:
    """`data`: the invoice's own record lies in the file; without it only the words of the page."""
    record = f"""<fp:eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019">
<fp:InvoiceCode>{code}</fp:InvoiceCode><fp:InvoiceNo>{number}</fp:InvoiceNo><fp:IssueDate>2026年03月05日</fp:IssueDate>
<fp:Buyer><fp:BuyerName>新台子村</fp:BuyerName></fp:Buyer>
<fp:TaxInclusiveTotalAmount>{amount}</fp:TaxInclusiveTotalAmount>
<fp:Seller><fp:SellerName>{seller}</fp:SellerName></fp:Seller></fp:eInvoice>"""
    texts = "".join(f"<ofd:TextCode>{word}</ofd:TextCode>" for word in _page(number, amount, seller, code))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("OFD.xml", '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>')
        archive.writestr(
            "Doc_0/Pages/Page_0/Content.xml",
            f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016">{texts}</ofd:Page>',
        )
        if data:
            archive.writestr("Doc_0/Attachs/original_invoice.xml", record)
    return made.getvalue()


def _page(number: str, amount: str, seller: str, code: str = "") -> list[str]:
    exact = Decimal(amount)
    return [
        "电子发票（普通发票）",
        *([f"发票代码：{code}"] if code else []),
        f"发票号码：{number}",
        "开票日期：2026年03月05日",
        "购买方信息 名称：新台子村股份经济合作社 统一社会信用代码：N2211221MF0000013G",
        f"销售方信息 名称：{seller} 统一社会信用代码：91211221MA0000015N",
        "合计 ¥ 1.00",
        f"价税合计（大写） {capital(exact)} （小写）¥{plain(exact)}",
    ]


def invoice_pdf(number: str, amount: str, seller: str) -> bytes:
    fonts = typst.Fonts(
        include_system_fonts=False, font_paths=[str(Path(pylopdf_fonts_zh_cn.__file__).parent)]
    )
    source = "#for line in json(bytes(sys.inputs.lines)) [#line #parbreak()]"
    inputs = {"lines": json.dumps(_page(number, amount, seller))}
    return bytes(typst.compile(source.encode(), font_paths=fonts, sys_inputs=inputs) or b"")
