"""Independent reader of direct-entry (ABA) files, written from the published record layout alone.

Reads one JSON object per line from standard input, {"file": <base64>, "strict": bool}, and answers one JSON object per
line: {"faults": [...], "batches": [{"header": {...}, "details": [...], "total": {...}}]}. Strict mode wants exactly one
batch, CR LF between records and 120 characters a record; otherwise CR LF, LF or CR alone and stripped trailing blanks do.
"""
import base64
import datetime
import json
import re
import sys

BECS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ^_[]',?;:=#/.*()&%!$@+-")

# name, first position, length
HEADER = [("type", 1, 1), ("bsb", 2, 7), ("account", 9, 9), ("gap", 18, 1), ("reel", 19, 2), ("fi", 21, 3), ("gap2", 24, 7),
          ("user_name", 31, 26), ("user_id", 57, 6), ("description", 63, 12), ("date", 75, 6), ("time", 81, 4), ("rest", 85, 36)]
DETAIL = [("type", 1, 1), ("bsb", 2, 7), ("account", 9, 9), ("indicator", 18, 1), ("code", 19, 2), ("amount", 21, 10),
          ("title", 31, 32), ("reference", 63, 18), ("trace_bsb", 81, 7), ("trace_account", 88, 9), ("remitter", 97, 16),
          ("withholding", 113, 8)]
TOTAL = [("type", 1, 1), ("bsb", 2, 7), ("gap", 9, 12), ("net", 21, 10), ("credit", 31, 10), ("debit", 41, 10), ("gap2", 51, 24),
         ("count", 75, 6), ("rest", 81, 40)]

for layout in (HEADER, DETAIL, TOTAL):
    position = 1
    for _, first, length in layout:
        assert first == position
        position += length
    assert position == 121


def fields(layout, record):
    return {name: record[first - 1:first - 1 + length] for name, first, length in layout}


class Check:
    def __init__(self):
        self.faults = []

    def want(self, good, row, what):
        if not good:
            self.faults.append(f"record {row}: {what}")


def check_left(check, row, name, value):
    check.want(value.strip() != "" and not value.startswith(" "), row, f"{name} blank or not left-justified")


def check_account(check, row, name, value):
    check.want(re.fullmatch(r" *[0-9][0-9 -]*", value) is not None and not value.endswith(" "), row, f"{name} form")
    check.want(any(c in "123456789" for c in value), row, f"{name} zero")


def check_header(check, row, h):
    extended = h["bsb"].strip() != ""
    if extended:
        check.want(re.fullmatch(r"\d{3}-\d{3}", h["bsb"]) is not None, row, "header bsb")
        check_account(check, row, "header account", h["account"])
    else:
        check.want(h["account"].strip() == "", row, "header account without bsb")
    check.want(h["gap"] == " " and h["gap2"] == " " * 7 and h["rest"] == " " * 36, row, "reserved")
    check.want(h["reel"] == "01", row, "reel")
    check.want(re.fullmatch(r"[A-Z]{3}", h["fi"]) is not None, row, "institution")
    check_left(check, row, "user name", h["user_name"])
    check_left(check, row, "description", h["description"])
    check.want(re.fullmatch(r"\d{6}", h["user_id"]) is not None, row, "user id")
    try:
        datetime.datetime.strptime(h["date"], "%d%m%y")
    except ValueError:
        check.want(False, row, "date")
    if h["time"] != "    ":
        check.want(re.fullmatch(r"([01]\d|2[0-3])[0-5]\d", h["time"]) is not None, row, "time")


def check_detail(check, row, d):
    check.want(re.fullmatch(r"\d{3}-\d{3}", d["bsb"]) is not None, row, "bsb")
    check.want(re.fullmatch(r"\d{3}-\d{3}", d["trace_bsb"]) is not None, row, "trace bsb")
    check_account(check, row, "account", d["account"])
    check_account(check, row, "trace account", d["trace_account"])
    check.want(d["indicator"] in " NTWXY", row, "indicator")
    check.want(d["code"] in ("13", "50", "51", "52", "53", "54", "55", "56", "57"), row, "code")
    check.want(d["amount"].isdigit() and int(d["amount"]) > 0, row, "amount")
    check.want(d["withholding"].isdigit(), row, "withholding")
    check_left(check, row, "title", d["title"])
    check_left(check, row, "remitter", d["remitter"])
    check.want(d["reference"][0] not in " 0-", row, "reference start")


def check_total(check, row, t, details):
    check.want(t["bsb"] == "999-999", row, "filler")
    check.want(t["gap"].strip() == "" and t["gap2"].strip() == "" and t["rest"].strip() == "", row, "reserved")
    numbers = [t["net"], t["credit"], t["debit"], t["count"]]
    check.want(all(n.isdigit() for n in numbers), row, "digits")
    if not all(n.isdigit() for n in numbers) or not all(d["amount"].isdigit() for d in details):
        return
    debit = sum(int(d["amount"]) for d in details if d["code"] == "13")
    credit = sum(int(d["amount"]) for d in details if d["code"] != "13")
    check.want(int(t["debit"]) == debit, row, "debit total")
    check.want(int(t["credit"]) == credit, row, "credit total")
    check.want(int(t["net"]) == abs(credit - debit), row, "net total")
    check.want(int(t["count"]) == len(details), row, "count")


def read(raw, strict):
    check = Check()
    text = raw.decode("latin-1")
    if strict:
        check.want(all(ord(c) < 128 for c in text), 0, "ascii")
        body = text[:-2] if text.endswith("\r\n") else text
        records = body.split("\r\n")
        check.want("\r" not in body.replace("\r\n", "") and "\n" not in body.replace("\r\n", ""), 0, "line ending")
    else:
        records = [r.ljust(120) for r in re.split(r"\r\n|\r|\n", text)]
    batches, current = [], None
    for row, record in enumerate(records, start=1):
        kind = record[:1]
        if strict:
            check.want(len(record) == 120, row, f"{len(record)} characters")
            check.want(set(record) <= BECS, row, "character set")
            check.want(kind in ("0", "1", "7"), row, "type")
        if kind == "0" and re.match(r"\d\d[A-Z]{3}", record[18:23]):
            check.want(current is None, row, "header inside a batch")
            current = {"header": fields(HEADER, record), "details": [], "total": None}
            if strict:
                check_header(check, row, current["header"])
        elif kind == "1" and re.match(r"\d{3}-\d{3}", record[1:8]) and current is not None:
            current["details"].append(fields(DETAIL, record))
            if strict:
                check_detail(check, row, current["details"][-1])
        elif kind == "7" and record[1:8] == "999-999" and current is not None:
            current["total"] = fields(TOTAL, record)
            check_total(check, row, current["total"], current["details"])
            check.want(len(current["details"]) > 0, row, "no details")
            batches.append(current)
            current = None
        elif strict:
            check.want(False, row, "record out of order")
    check.want(current is None, len(records), "batch not closed")
    if strict:
        check.want(len(batches) == 1, 0, f"{len(batches)} batches")
        check.want(batches == [] or records[-1][:1] == "7", len(records), "last record")
    return {"faults": check.faults, "batches": batches}


for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(read(base64.b64decode(request["file"]), request["strict"])))
