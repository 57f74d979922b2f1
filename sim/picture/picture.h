// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A picture of the body, and of a moment of an attempt, without a window: the `render` command.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "anatomy/atlas.h"
#include "core/result.h"
#include "picture/layers.h"
#include "render/image.h"
#include "session/snapshot.h"

namespace dryrun::picture {

enum class View : std::uint8_t { Posterior, Left, Right, Oblique, Section, Ultrasound };

/// "posterior", "left", "right", "oblique", "section", "ultrasound".
Result<View> parse_view(std::string_view name);
/// "1280x960", 16 to 8192 each way.
struct Size {
    int width = 1280;
    int height = 960;
};
Result<Size> parse_size(std::string_view text);

struct PictureOptions {
    View view = View::Posterior;
    /// "axial:T7", "sagittal:-60" or "oblique:X,Y,Z/NX,NY,NZ"; asks for a section whatever the
    /// view but ultrasound, whose probe stands in that plane. Empty: axial through the needle, the
    /// mark or T5.
    std::string plane;
    /// Layers to draw; none: those that suit the view, with openings through the outer ones.
    std::vector<Layer> show;
    /// Muscles whose referred pain is drawn on the skin (referral.h); not in a section.
    std::vector<std::string> referrals;
    bool has_labels = false;
    double zoom = 1.0;  ///< 0.1 to 50; 1 shows the whole region
    Size size;
    /// Draws the trigger points too: for debrief, replay and finished attempts only.
    bool shows_hidden = false;
};

/// `moment` may be null: the body alone. Needs no display; makes an OpenGL context of its own.
Result<render::Image> make_picture(const anatomy::Atlas& atlas, const session::Snapshot* moment,
                                   const PictureOptions& options);

}  // namespace dryrun::picture
