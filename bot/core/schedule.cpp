#include "bot/core/schedule.h"

namespace tocsin {

std::string_view key_of(Layer::Rotation rotation) {
    switch (rotation) {
        case Layer::Rotation::hourly:
            return "hourly";
        case Layer::Rotation::daily:
            return "daily";
        case Layer::Rotation::weekly:
            return "weekly";
        case Layer::Rotation::monthly:
            return "monthly";
        case Layer::Rotation::none:
            return "none";
    }
    return "none";
}

std::string_view key_of(Override::Kind kind) {
    switch (kind) {
        case Override::Kind::remove:
            return "remove";
        case Override::Kind::replace:
            return "replace";
        case Override::Kind::add:
            return "add";
        case Override::Kind::override_all:
            return "override";
    }
    return "override";
}

std::optional<Override::Kind> parse_override_kind(std::string_view key) {
    using Kind = Override::Kind;
    for (const auto kind : {Kind::remove, Kind::replace, Kind::add, Kind::override_all}) {
        if (key_of(kind) == key) return kind;
    }
    return std::nullopt;
}

}  // namespace tocsin
