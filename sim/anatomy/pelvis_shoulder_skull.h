// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What hangs on the spine and the shoulder blades: sacrum, hip bones, clavicles, upper arms and the
// back of the skull, as the lines and places that muscles take hold of. All of them lie on the
// bone's surface unless said; lines step evenly. Frame LPS, millimetres.
#pragma once

#include <string>
#include <vector>

#include "core/vec3.h"

namespace dryrun::anatomy {

/// Lines run from above down; crests along their tops.
struct Sacrum {
    std::vector<Vec3> median_crest;  ///< S1 to S4
    std::vector<Vec3> intermediate_crest_left;
    std::vector<Vec3> intermediate_crest_right;  ///< ends at the cornua
    std::vector<Vec3> lateral_crest_left;
    std::vector<Vec3> lateral_crest_right;  ///< ends at the inferior lateral angle
    Vec3 coccyx_tip;
};

/// The upper part of a hip bone.
struct Ilium {
    std::string name;  ///< "ilium.right"
    bool is_left = false;
    std::vector<Vec3> crest;  ///< along its top: posterior to anterior superior iliac spine
    /// Gluteus maximus behind, gluteus medius between, gluteus minimus below; each from the crest
    /// or the anterior border to the greater sciatic notch.
    std::vector<Vec3> posterior_gluteal_line;
    std::vector<Vec3> anterior_gluteal_line;
    std::vector<Vec3> inferior_gluteal_line;
    Vec3 highest;                   ///< place of the crest
    Vec3 posterior_superior_spine;  ///< its most posterior place
    Vec3 posterior_inferior_spine;
    Vec3 sciatic_notch;  ///< its roof
    /// Places on the gluteal surface: [i][j], i along the crest, j from it down, with the outward
    /// normal at each.
    std::vector<std::vector<Vec3>> gluteal_surface;
    std::vector<std::vector<Vec3>> gluteal_outward;
};

struct Clavicle {
    std::string name;  ///< "clavicle.right"
    bool is_left = false;
    std::vector<Vec3> line;  ///< axis, acromial to sternal end
    std::vector<Vec3> up;    ///< unit, across the axis, towards the upper face
    std::vector<double> half_height;
    std::vector<double> half_depth;      ///< from front to back
    std::vector<Vec3> upper_surface;     ///< acromial to sternal end
    std::vector<Vec3> posterior_border;  ///< acromial to sternal end
};

/// The upper end of the upper arm. Frame: origin in the head's centre, z up the shaft, x away from
/// the head's face, y so that the groove is in front. The right side's frame is the left one's
/// mirror image, so it is left-handed.
struct Humerus {
    std::string name;  ///< "humerus.right"
    bool is_left = false;
    Frame frame;
    double head_radius = 0.0;
    Vec3 greater_tubercle;  ///< its most lateral place
    Vec3 superior_facet;    ///< supraspinatus
    Vec3 middle_facet;      ///< infraspinatus
    Vec3 inferior_facet;    ///< teres minor
    Vec3 lesser_tubercle;
    std::vector<Vec3> bicipital_groove;  ///< its floor, from above down
    std::vector<Vec3> medial_lip;        ///< teres major, from above down
    std::vector<Vec3> shaft;             ///< axis, from the surgical neck down
};

/// The skull from the vertex down the occiput to its base; without face.
struct Skull {
    Vec3 protuberance;  ///< external occipital, in the midline
    Vec3 vertex;        ///< highest place in the midline
    /// From the protuberance to the mastoid process.
    std::vector<Vec3> superior_nuchal_line_left;
    std::vector<Vec3> superior_nuchal_line_right;
    /// Midway to the foramen magnum, from the midline outwards.
    std::vector<Vec3> inferior_nuchal_line_left;
    std::vector<Vec3> inferior_nuchal_line_right;
    Vec3 mastoid_left;  ///< tip
    Vec3 mastoid_right;
};

}  // namespace dryrun::anatomy
