// The small languages inside scalars: durations, rates, days, clock times, addresses. Each reader
// answers none for text that is not one. Which key takes which is in keys.cpp.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/time.h"
#include "bot/config/configuration.h"
#include "bot/core/schedule.h"

namespace tocsin::config {

// 0s, 90s, 10m, 1h30m, 2d, 1w, 2y, 9m59.5s: units descending, at most 100 years. Only seconds have decimals.
// A bare number has no unit and is none.
std::optional<Duration> read_duration(std::string_view text);

struct Rate {
    std::optional<double> per_second;  // none: unlimited
};
std::optional<Rate> read_rate(std::string_view text);  // 1/s, 0.5/s, 30/m, unlimited

std::optional<bool> read_flag(std::string_view text);           // true, false
std::optional<long long> read_integer(std::string_view text);   // decimal, with or without a sign
std::optional<int> read_day(std::string_view text);             // mon or monday: 1, sun: 7
std::optional<int> read_clock(std::string_view text);           // 09:00: minutes of the day; 24:00 is its end
std::optional<WallTime> read_wall_time(std::string_view text);  // 2024-12-30T09:00
std::optional<std::chrono::year_month_day> read_date(std::string_view text);  // 2025-12-25

std::optional<ListenAddress> read_listen(std::string_view text);  // HOST:PORT or [IPv6]:PORT

bool is_web_url(std::string_view text);        // http:// or https://, a host, no user name in it
bool is_secure_url(std::string_view text);     // https://, or http:// to a loopback host
bool is_smtp_url(std::string_view text);       // smtp:// or smtps://
bool is_storage_url(std::string_view text);    // sqlite:PATH, postgresql://… or postgres://…
bool is_slack_user(std::string_view text);     // U… or W…
bool is_slack_group(std::string_view text);    // S…
bool is_slack_channel(std::string_view text);  // C… or G…, or a channel's name with or without #
bool is_emoji(std::string_view text);          // pushpin or :pushpin:
bool is_name(std::string_view text);           // a key of people, teams, …: letters, digits, - and _

}  // namespace tocsin::config
