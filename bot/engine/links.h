// The link of a page: opening it shows, only a press acts, and it acts as the person who was paged
// (interactions.md 9.1, reliability.md X1 to X4). How often it may be tried is bot/web's, how it looks the
// templates'.
#pragma once

#include "bot/engine/workbench.h"

namespace tocsin::engine {

channels::HttpAnswer open_link(Workbench& bench, const LinkOpened& opened);  // changes nothing
channels::HttpAnswer press_link(Workbench& bench, const LinkPressed& pressed);

}  // namespace tocsin::engine
