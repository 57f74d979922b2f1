// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The names of tissues, as probes print them and tables use them.
#include <array>

#include "anatomy/atlas.h"

namespace dryrun::anatomy {

std::string_view name_of(Tissue tissue) {
    static constexpr std::array<std::string_view, 15> kNames = {
        "skin", "fat",    "fascia",     "muscle", "tendon", "ligament", "bone", "pleura",
        "lung", "kidney", "peritoneum", "nerve",  "vessel", "canal",    "other"};
    return kNames[static_cast<std::size_t>(tissue)];
}

}  // namespace dryrun::anatomy
