// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The session's own block of tissue (tissue/site.h) in place of a mesh suited to the question: its
// bricks of 5 mm, its springs at the sides, its contact on the resting skin. A session's block ends
// 42 mm below the skin; what lies deeper is held.
#pragma once

#include <memory>
#include <vector>

#include "lab/answer.h"
#include "lab/contact.h"
#include "lab/layers.h"
#include "tissue/site.h"

namespace dryrun::lab {

/// Whether `"mesh":"session"` is asked for.
bool asks_session_mesh(JsonReader& request);
/// Tells what of the layers a session's block cannot have.
void refuse_for_session(JsonReader& request, const Layers& layers);

/// The block of these layers, its middle at the origin. Errors: it cannot be solved.
Result<std::shared_ptr<const tissue::Site>> session_site(
    const Layers& layers, const std::vector<tissue::TautBand>& bands = {});
MeshSize size_of(const tissue::Site& site);

/// From the bench's axes to those of a body, whose skin faces y; and back.
Vec3 in_body(const Vec3& on_bench);
Vec3 on_bench(const Vec3& in_body);

struct SessionPress {
    ContactSum contact;
    std::vector<double> skin;  ///< inward displacement, one a point of the patch
};
/// A rigid frictionless indenter pressed on the patch: a stiff bed over the resting skin, whose
/// parts under a punch's edge count by the area that it covers. At any strain as a session has it:
/// loads are those on the linear block over what squeezed tissue makes of them
/// (palpation/contact.h). Errors: the indenter reaches beyond the patch; no balance is found.
Result<SessionPress> press_session(const Layers& layers, const tissue::Site& site,
                                   const Indenter& indenter);

}  // namespace dryrun::lab
