// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Cameras of the named views and planes of sections.
#pragma once

#include <string>
#include <string_view>

#include "anatomy/atlas.h"
#include "core/result.h"
#include "geometry/box.h"
#include "picture/picture.h"
#include "render/camera.h"

namespace dryrun::picture {

/// Axial sections are seen from the feet with the back upwards, as the patient lies; sagittal ones
/// from the patient's right. `name` is what the caption calls it.
struct SectionPlane {
    Vec3 point;
    Vec3 normal;  ///< the direction in which the viewer looks
    Vec3 up;
    std::string name;
    Vec3 probe;  ///< near the skin: where an ultrasound probe stands
};
Result<SectionPlane> parse_plane(std::string_view text, const anatomy::Atlas& atlas);
SectionPlane axial_plane(const Vec3& point, std::string name);

/// What lies before somebody who works on the upper back: from C6 to L1 and out to the arms.
Box working_field(const anatomy::Atlas& atlas);

/// A camera that shows the box from `low` to `high`.
render::Camera camera_of(View view, const Vec3& low, const Vec3& high,
                         const render::Viewport& viewport);
render::Camera camera_of(const SectionPlane& plane);

}  // namespace dryrun::picture
