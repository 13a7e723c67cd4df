// How far a request may reach. Where the operator's own configuration names the address, anywhere; where
// others do, or a name that others answer for, only what lies outside: a public address, never this machine,
// its network or its cloud. How that is kept is bot/net's business.
#pragma once

namespace tocsin {

enum class Reach { anywhere, outside };

}  // namespace tocsin
