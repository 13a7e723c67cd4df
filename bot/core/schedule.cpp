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

}  // namespace tocsin
