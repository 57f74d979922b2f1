// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/anchor.h"

namespace dryrun::anatomy {
namespace {

constexpr Range kOffset{-300.0, 300.0};
constexpr Range kShare{0.0, 1.0};

}  // namespace

Anchor read_anchor(JsonReader reader) {
    Anchor anchor;
    if (reader.has("landmark")) {
        anchor.kind = Anchor::Kind::Landmark;
        anchor.name = reader.text("landmark");
    } else if (reader.has("rib")) {
        anchor.kind = Anchor::Kind::Rib;
        anchor.number = static_cast<int>(reader.integer("rib", 1, 12));
    } else if (reader.has("level")) {
        anchor.kind = Anchor::Kind::Level;
        anchor.name = reader.text("level");
    } else {
        anchor.kind = Anchor::Kind::Line;
        for (const char* line : kAnchorLines) {
            if (!reader.has(line)) continue;
            anchor.name = line;
            anchor.fraction = reader.number(line, kShare);
            break;
        }
        if (anchor.name.empty()) {
            reader.fail("landmark", "wants landmark, rib, level or a line of bone");
        }
    }
    anchor.lateral = reader.number_or("lateral_mm", 0.0, kOffset);
    anchor.cranial = reader.number_or("cranial_mm", 0.0, kOffset);
    reader.finish();
    return anchor;
}

}  // namespace dryrun::anatomy
