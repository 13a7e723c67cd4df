#!/usr/bin/env python3
"""Writes the JSON samples of this folder: schedules in the shape of each product's API, and beside them who is on call
by a reader of the wall clock that looks at every quarter of an hour and knows nothing of Tocsin."""
import datetime as dt
import json
from zoneinfo import ZoneInfo

UTC = dt.timezone.utc
STEP = dt.timedelta(minutes=15)
FROM = dt.datetime(2026, 9, 28, 4, 0, tzinfo=UTC)
TO = FROM + dt.timedelta(days=182)  # over the end of summer time and its next beginning


def stamp(at):
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def spans(zone, who_at):
    """(who, from, to) of everybody whom who_at(wall, instant) names."""
    open_since, found, at = {}, [], FROM
    while at <= TO:
        now = who_at(at.astimezone(zone).replace(tzinfo=None), at) if at < TO else set()
        for who in sorted(set(open_since) - now):
            found.append((who, open_since.pop(who), at))
        for who in sorted(now - set(open_since)):
            open_since[who] = at
        at += STEP
    return sorted(found, key=lambda span: (span[1], span[0]))


def turn(wall, anchor, length, people):
    return people[int((wall - anchor) // length) % len(people)]


def minute(wall):
    return wall.hour * 60 + wall.minute


def write(name, value):
    with open(name, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1, ensure_ascii=False)
        file.write("\n")


def pagerduty():
    zone = ZoneInfo("America/New_York")
    names = {"PDANA01": "Dana Reyes", "PLEE001": "Lee Chen", "PSAM001": "Sam Okafor", "PKIM001": "Kim Novák", "PANA001": "Ana Lima"}
    user = lambda id: {"id": id, "type": "user_reference", "summary": names[id], "html_url": None}
    day, week = dt.timedelta(days=1), dt.timedelta(weeks=1)
    cover = (dt.datetime(2026, 11, 1, 3, tzinfo=UTC), dt.datetime(2026, 11, 1, 20, tzinfo=UTC), "PSAM001")

    def who(wall, at):
        if cover[0] <= at < cover[1]:
            return {cover[2]}
        weekend = wall.weekday() == 5 and minute(wall) >= 480 or wall.weekday() == 6 or wall.weekday() == 0 and minute(wall) < 480
        if weekend:
            return {turn(wall, dt.datetime(2026, 1, 3, 8), 2 * week, ["PANA001", "PLEE001"])}
        if minute(wall) >= 1320 or minute(wall) < 420:
            return {turn(wall, dt.datetime(2026, 1, 5, 22), day, ["PKIM001", "PSAM001", "PANA001"])}
        return {turn(wall, dt.datetime(2026, 1, 5, 9), week, ["PDANA01", "PLEE001", "PSAM001"])}

    def layer(id, name, start, virtual, seconds, users, restrictions):
        return {"id": id, "name": name, "start": start, "end": None, "rotation_virtual_start": virtual,
                "rotation_turn_length_seconds": seconds, "users": [{"user": user(u)} for u in users],
                "restrictions": restrictions, "rendered_schedule_entries": [], "rendered_coverage_percentage": None}

    entry = lambda who, start, end: {"start": start.astimezone(zone).isoformat(), "end": end.astimezone(zone).isoformat(), "user": user(who)}
    write("pagerduty.json", {"schedule": {
        "id": "PI7DH85", "type": "schedule", "summary": "Primary On-Call", "name": "Primary On-Call", "time_zone": "America/New_York",
        "description": None, "users": [user(u) for u in names], "escalation_policies": [], "teams": [],
        "schedule_layers": [
            layer("PL3", "Weekend", "2026-01-03T08:00:00-05:00", "2026-01-03T08:00:00-05:00", 1209600, ["PANA001", "PLEE001"],
                  [{"type": "weekly_restriction", "start_day_of_week": 6, "start_time_of_day": "08:00:00", "duration_seconds": 172800}]),
            layer("PL2", "Nights", "2026-01-02T22:00:00-05:00", "2026-01-05T22:00:00-05:00", 86400, ["PKIM001", "PSAM001", "PANA001"],
                  [{"type": "daily_restriction", "start_time_of_day": "22:00:00", "duration_seconds": 32400}]),
            layer("PL1", "Weekly", "2026-01-05T09:00:00-05:00", "2026-01-05T09:00:00-05:00", 604800, ["PDANA01", "PLEE001", "PSAM001"], []),
        ],
        "overrides_subschedule": {"name": "Overrides", "rendered_schedule_entries": [entry(cover[2], cover[0], cover[1])]},
        "final_schedule": {"name": "Final Schedule", "rendered_schedule_entries": [entry(*span) for span in spans(zone, who)]},
    }})


def opsgenie():
    zone = ZoneInfo("Europe/Berlin")
    ids = {"dana": "u-1", "lee": "u-2", "sam": "u-3"}
    user = lambda who: {"type": "user", "id": ids[who], "username": f"{who}@example.com"}
    recipient = lambda who: {"type": "user", "id": ids[who], "name": f"{who}@example.com"}
    week, day = dt.timedelta(weeks=1), dt.timedelta(days=1)
    one = (dt.datetime(2026, 10, 25, 15, tzinfo=UTC), dt.datetime(2026, 10, 26, 15, tzinfo=UTC), "lee")  # of the nights
    all_of_it = (dt.datetime(2026, 12, 24, 11, tzinfo=UTC), dt.datetime(2026, 12, 26, 11, tzinfo=UTC), "lee")

    def business(wall, at):
        if all_of_it[0] <= at < all_of_it[1]:
            return {all_of_it[2]}
        inside = wall.weekday() < 5 and 480 <= minute(wall) < 1080
        return {turn(wall, dt.datetime(2026, 2, 2, 8), week, ["dana", "lee"])} if inside else set()

    def nights(wall, at):
        if all_of_it[0] <= at < all_of_it[1]:
            return set()
        if not (minute(wall) >= 1080 or minute(wall) < 480):
            return set()
        if one[0] <= at < one[1]:
            return {one[2]}
        return {turn(wall, dt.datetime(2026, 2, 2, 18), 2 * day, ["sam", "dana", "lee"])}

    weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday"]
    write("opsgenie-schedule.json", {"data": {
        "id": "d875e654", "name": "Rota \"Köln\"", "description": "", "timezone": "Europe/Berlin", "enabled": True,
        "ownerTeam": {"id": "t-1", "name": "Platform"}, "rotations": [
            {"id": "r-1", "name": "Business", "startDate": "2026-02-02T07:00:00Z", "type": "weekly", "length": 1,
             "participants": [user("dana"), user("lee")],
             "timeRestriction": {"type": "weekday-and-time-of-day", "restrictions": [
                 {"startDay": d, "startHour": 8, "startMin": 0, "endDay": d, "endHour": 18, "endMin": 0} for d in weekdays]}},
            {"id": "r-2", "name": "Nights", "startDate": "2026-02-02T17:00:00Z", "type": "daily", "length": 2,
             "participants": [user("sam"), user("dana"), user("lee")],
             "timeRestriction": {"type": "time-of-day", "restriction": {"startHour": 18, "startMin": 0, "endHour": 8, "endMin": 0}}},
        ]}, "took": 0.1, "requestId": "0"})
    write("opsgenie-overrides.json", {"data": [
        {"_parent": {"id": "d875e654", "enabled": True}, "alias": "o-1", "user": user(one[2]), "startDate": stamp(one[0]),
         "endDate": stamp(one[1]), "rotations": [{"id": "r-2", "name": "Nights"}]},
        {"_parent": {"id": "d875e654", "enabled": True}, "alias": "o-2", "user": user(all_of_it[2]), "startDate": stamp(all_of_it[0]),
         "endDate": stamp(all_of_it[1]), "rotations": []}]})
    period = lambda span: {"startDate": stamp(span[1]), "endDate": stamp(span[2]), "type": "default", "recipient": recipient(span[0])}
    write("opsgenie-timeline.json", {"data": {
        "_parent": {"id": "d875e654", "name": "Rota \"Köln\"", "enabled": True}, "startDate": stamp(FROM), "endDate": stamp(TO),
        "finalTimeline": {"rotations": [
            {"id": "r-1", "name": "Business", "order": 1.0, "periods": [period(s) for s in spans(zone, business)]},
            {"id": "r-2", "name": "Nights", "order": 2.0, "periods": [period(s) for s in spans(zone, nights)]}]}}})


def grafana():
    zone = ZoneInfo("Australia/Sydney")
    users = {"UDANA": "dana", "ULEE": "lee", "USAM": "sam", "UKIM": "kim"}
    week, day = dt.timedelta(weeks=1), dt.timedelta(days=1)
    override = (dt.datetime(2026, 10, 4, 9), dt.datetime(2026, 10, 4, 21), "UKIM")
    single = (dt.datetime(2026, 12, 9, 12), dt.datetime(2026, 12, 9, 15), {"UDANA", "ULEE"})

    def who(wall, at):
        if override[0] <= wall < override[1]:
            return {override[2]}
        if single[0] <= wall < single[1]:
            return single[2]
        begun = wall - dt.timedelta(hours=9)  # days of the shift's own
        index = (begun - dt.datetime(2026, 1, 5)) // week
        if begun.weekday() < 5 and minute(begun) < 600 and index % 2 == 0:  # nine to seven, every second week
            return [{"UDANA"}, {"ULEE", "USAM"}][index // 2 % 2]
        turned = wall - dt.timedelta(hours=20)
        day_of = turned.date()
        if day_of.weekday() in (0, 2, 4) and minute(turned) < 720:  # nights from eight to eight, three in a week
            nights = (day_of - dt.date(2026, 1, 5)).days // 7 * 3 + (0, 0, 1, 1, 2)[day_of.weekday()]
            return {["USAM", "UKIM"][nights % 2]}
        return {"UKIM"}

    shift = lambda id, name, kind, start, seconds, **more: {
        "id": id, "name": name, "type": kind, "team_id": None, "time_zone": None, "start": start, "duration": seconds, **more}
    write("grafana-schedule.json", {"id": "SBM7DV7BKFUYU", "name": "Primary", "type": "calendar", "team_id": None,
                                    "time_zone": "Australia/Sydney", "on_call_now": [], "shifts": ["O1", "O2", "O3", "O4", "O5"]})
    write("grafana-shifts.json", {"count": 6, "next": None, "previous": None, "results": [
        shift("O1", "Days", "rolling_users", "2026-01-05T09:00:00", 36000, level=2, frequency="weekly", interval=2, week_start="MO",
              by_day=["MO", "TU", "WE", "TH", "FR"], rolling_users=[["ULEE", "USAM"], ["UDANA"]], start_rotation_from_user_index=1, until=None),
        shift("O2", "Nights", "rolling_users", "2026-01-05T20:00:00", 43200, level=1, frequency="daily", interval=1, week_start="MO",
              by_day=["MO", "WE", "FR"], rolling_users=[["USAM"], ["UKIM"]], start_rotation_from_user_index=0, until=None),
        shift("O3", "Everything else", "recurrent_event", "2026-01-01T00:00:00", 86400, level=0, frequency="daily", interval=1, users=["UKIM"]),
        shift("O4", "Release", "single_event", "2026-12-09T12:00:00", 10800, level=9, users=["UDANA", "ULEE"]),
        shift("O5", "Cover", "override", "2026-10-04T09:00:00", 43200, users=["UKIM"]),
        shift("O6", "Of another schedule", "single_event", "2026-12-09T12:00:00", 10800, level=9, users=["USAM"])]})
    write("grafana-users.json", {"count": 4, "results": [
        {"id": id, "email": f"{name}@example.com", "username": name, "role": "user", "timezone": "Australia/Sydney"}
        for id, name in users.items()]})
    write("grafana-final.json", {"count": 0, "results": [
        {"user_pk": who, "user_email": f"{users[who]}@example.com", "user_username": users[who], "shift_start": stamp(start), "shift_end": stamp(end)}
        for who, start, end in spans(zone, who)]})


pagerduty()
opsgenie()
grafana()
