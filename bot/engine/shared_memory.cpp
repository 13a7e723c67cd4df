#include "bot/engine/shared_memory.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "bot/base/log.h"

namespace tocsin::engine {
namespace {

using nlohmann::json;

constexpr Duration homes_kept = 24h;
constexpr Duration rings_kept = 10min;  // nothing waits longer for a ring before
constexpr Duration posts_kept = 10s;    // nor for a post or an edit

json in_json(Time time) {
    return time.time_since_epoch().count();
}
json in_json(const std::optional<Time>& time) {
    return time ? in_json(*time) : json();
}
Time time_in(const json& value) {
    return Time(Duration(value.get<Duration::rep>()));
}
std::optional<Time> maybe_time_in(const json& value) {
    return value.is_null() ? std::nullopt : std::optional(time_in(value));
}

std::optional<Means> means_in(const json& value) {
    return parse_means(value.get<std::string>());
}

template <class Key>
json times_in_json(const std::map<Key, Time>& times, Time since) {
    json all = json::object();
    for (const auto& [key, time] : times) {
        if (time < since) continue;
        if constexpr (std::is_same_v<Key, std::string>) {
            all[key] = in_json(time);
        } else {
            all[key.str()] = in_json(time);
        }
    }
    return all;
}

template <class Key>
std::map<Key, Time> times_in(const json& all) {
    std::map<Key, Time> times;
    for (const auto& [key, time] : all.items()) times.emplace(Key(key), time_in(time));
    return times;
}

json groups_in_json(const Groups& groups) {
    json all = json::object();
    for (const auto& [group, reading] : groups.readings()) {
        json members = json::array();
        for (const auto& member : reading.members) members.push_back(member.str());
        all[group.str()] = {{"read", in_json(reading.at)}, {"members", std::move(members)}};
    }
    return all;
}

void read_groups(const json& all, Groups& groups) {
    for (const auto& [group, reading] : all.items()) {
        std::set<UserId> members;
        for (const auto& member : reading.at("members")) members.insert(UserId(member.get<std::string>()));
        groups.learn(UserGroupId(group), std::move(members), time_in(reading.at("read")));
    }
}

json rings_in_json(const State& state, Time now) {
    json all = json::array();
    for (const auto& [slot, left] : state.left) {
        if (left < now - rings_kept) continue;
        all.push_back({slot.first.str(), key_of(slot.second), in_json(left)});
    }
    return all;
}

void read_rings(const json& all, State& state) {
    state.left.clear();
    for (const auto& ring : all) {
        if (const auto means = means_in(ring.at(1)))
            state.left[{PersonId(ring.at(0).get<std::string>()), *means}] = time_in(ring.at(2));
    }
}

json reading_in_json(const Reading& reading) {
    json values = json::object();
    for (const auto& [name, value] : reading.values) values[name] = {value.first, in_json(value.second)};
    json not_holding = json::object();
    for (const auto& [rule, times] : reading.not_holding) not_holding[rule] = times;
    return {{"values", std::move(values)},
            {"not_holding", std::move(not_holding)},
            {"failing_since", in_json(reading.failing_since)}};
}

Reading reading_in(const json& all) {
    Reading reading;
    for (const auto& [name, value] : all.at("values").items())
        reading.values[name] = {value.at(0).get<double>(), time_in(value.at(1))};
    for (const auto& [rule, times] : all.at("not_holding").items())
        reading.not_holding[rule] = times.get<int>();
    reading.failing_since = maybe_time_in(all.at("failing_since"));
    return reading;
}

json cards_in_json(const State& state, Time now) {
    json all = json::array();
    for (const auto& [number, card] : state.cards) {
        // One without a revision is drawn again whatever it shows.
        if (card.last_edit < now - posts_kept && card.revision != 0) continue;
        all.push_back({number.value(), in_json(card.last_edit), card.revision});
    }
    return all;
}

void read_cards(const json& all, State& state) {
    for (const auto& card : all)
        state.cards[IncidentNumber(card.at(0).get<std::int64_t>())] = {time_in(card.at(1)),
                                                                       card.at(2).get<int>()};
}

json paces_in_json(const State& state, Time now) {
    json all = json::object();
    for (const auto& [channel, bucket] : state.paces) {
        if (bucket.filled >= now - posts_kept) all[channel] = {bucket.tokens, in_json(bucket.filled)};
    }
    return all;
}

void read_paces(const json& all, State& state) {
    state.paces.clear();
    for (const auto& [channel, bucket] : all.items())
        state.paces[channel] = {bucket.at(0).get<double>(), time_in(bucket.at(1))};
}

json probes_in_json(const State& state) {
    json all = json::object();
    for (const auto& [name, probe] : state.probes)
        all[name] = {probe.standing.failed, probe.standing.fine, in_json(probe.looking_since)};
    return all;
}

void read_probes(const json& all, State& state) {
    for (const auto& [name, probe] : all.items()) {
        state.probes[name] = {{probe.at(0).get<int>(), probe.at(1).get<int>()}, maybe_time_in(probe.at(2))};
    }
}

json watching_in_json(const Watching& watching) {
    return {{"without_sockets", in_json(watching.without_sockets)},
            {"echo_sent", in_json(watching.echo_sent)},
            {"echoes_missed", watching.echoes_missed},
            {"missed", in_json(watching.missed)},
            {"away_since", in_json(watching.away_since)},
            {"beat", in_json(watching.beat)},
            {"reconnect", in_json(watching.reconnect)}};
}

void read_watching(const json& all, Watching& watching) {
    watching.without_sockets = maybe_time_in(all.at("without_sockets"));
    watching.echo_sent = maybe_time_in(all.at("echo_sent"));
    watching.echoes_missed = all.at("echoes_missed").get<int>();
    watching.missed = time_in(all.at("missed"));
    watching.away_since = maybe_time_in(all.at("away_since"));
    watching.beat = time_in(all.at("beat"));
    watching.reconnect = time_in(all.at("reconnect"));
}

json asked_back_in_json(const State& state) {
    json all = json::object();
    for (const auto& [person, times] : state.asked_back) {
        auto& of_person = all[person.str()] = json::array();
        for (const Time time : times) of_person.push_back(in_json(time));
    }
    return all;
}

void read_asked_back(const json& all, State& state) {
    state.asked_back.clear();
    for (const auto& [person, times] : all.items()) {
        for (const auto& time : times) state.asked_back[PersonId(person)].push_back(time_in(time));
    }
}

}  // namespace

std::string written_memory(const State& state, Time now) {
    // What a newer version added stays in it.
    auto all = json::parse(state.sharing.memory, nullptr, false);
    if (!all.is_object()) all = json::object();
    all.update({{"view_key", state.view_key},
                {"homes", times_in_json(state.homes, now - homes_kept)},
                {"rings", rings_in_json(state, now)},
                {"cards", cards_in_json(state, now)},
                {"paces", paces_in_json(state, now)},
                {"paused", times_in_json(state.paused, now)},
                {"replies_until", times_in_json(state.replies_until, now)},
                {"groups", groups_in_json(state.on_call.groups)},
                {"reading", reading_in_json(state.reading)},
                {"probes", probes_in_json(state)},
                {"watching", watching_in_json(state.watching)},
                {"asked_back", asked_back_in_json(state)}});
    return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

void read_memory(State& state, const std::string& text) {
    const auto all = json::parse(text, nullptr, false);
    const auto part = [&](const char* name, const auto& read) {
        try {
            if (all.is_object() && all.contains(name)) read(all.at(name));
        } catch (const json::exception& error) {
            log::warn("what the replicas remember together cannot be read",
                      {{"what", name}, {"error", error.what()}});
        }
    };
    part("view_key", [&](const json& key) { state.view_key = key.get<std::string>(); });
    part("homes", [&](const json& times) { state.homes = times_in<UserId>(times); });
    part("paused", [&](const json& times) { state.paused = times_in<std::string>(times); });
    part("replies_until", [&](const json& times) { state.replies_until = times_in<std::string>(times); });
    part("rings", [&](const json& rings) { read_rings(rings, state); });
    part("cards", [&](const json& cards) { read_cards(cards, state); });
    part("paces", [&](const json& paces) { read_paces(paces, state); });
    part("groups", [&](const json& groups) { read_groups(groups, state.on_call.groups); });
    part("reading", [&](const json& reading) { state.reading = reading_in(reading); });
    part("probes", [&](const json& probes) { read_probes(probes, state); });
    part("watching", [&](const json& watching) { read_watching(watching, state.watching); });
    part("asked_back", [&](const json& asked) { read_asked_back(asked, state); });
}

}  // namespace tocsin::engine
