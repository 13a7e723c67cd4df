// How far a request may reach. Where the operator's own configuration names the address, anywhere; where
// others do, or a name that others answer for, only what lies outside: a public address, no loopback, private
// network or metadata of a cloud. A public address that this machine has itself is one of those outside. How
// that is kept is bot/net's business.
#pragma once

namespace tocsin {

enum class Reach { anywhere, outside };

}  // namespace tocsin
