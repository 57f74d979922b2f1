// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A B-mode ultrasound picture of the body, computed from the same atlas that probes and needles
// ask: a linear array stands on the skin and every one of its scan lines is a straight line through
// the layers. Modelled: speckle of small scatterers (fully developed, so that the envelope is
// Rayleigh distributed; Wagner, Smith, Sandrik and Lopez 1983), the run of muscle fibres, specular
// echoes that fade where a face is not square to the beam, the shadow of bone, and of lung its
// bright line, which slides with the breath, and the echoes of that line below it. How bright each
// tissue is, is assumed from what sonograms of the back look like; no quantity is to be measured
// from it but distances. Not modelled: refraction, anisotropy but of faces, flow.
#pragma once

#include <string>
#include <vector>

#include "anatomy/atlas.h"
#include "core/result.h"
#include "picture/views.h"

namespace dryrun::picture {

/// A linear array on the skin, in the plane of the picture.
struct UltrasoundProbe {
    Vec3 centre;       ///< of its face, on the skin
    Vec3 along;        ///< unit, from the left of the picture to its right
    Vec3 into;         ///< unit, the way of every scan line
    std::string name;  ///< what the caption calls it
};
/// Where the plane's probe point lies under the skin. Errors: no skin there.
Result<UltrasoundProbe> place_probe(const anatomy::Atlas& atlas, const SectionPlane& plane);

struct UltrasoundFrame {
    int columns = 0;
    int rows = 0;
    double width = 0.0;
    double depth = 0.0;
    std::vector<float> brightness;  ///< 0 to 1 after compression, rows from the skin down

    float at(int column, int row) const {
        return brightness[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                          static_cast<std::size_t>(column)];
    }
};
inline constexpr double kProbeWidth = 50.0;
inline constexpr double kImagedDepth = 55.0;

/// `depth` 10 to 120.
UltrasoundFrame scan(const anatomy::Atlas& atlas, const UltrasoundProbe& probe,
                     double depth = kImagedDepth);

/// What the middle third of the picture shows, from the skin down: names of layers thick enough to
/// be written beside it, and how deep their middles are.
struct UltrasoundLabel {
    std::string text;
    double depth = 0.0;
    double across = 0.0;  ///< from the middle of the face
};
std::vector<UltrasoundLabel> ultrasound_labels(const anatomy::Atlas& atlas,
                                               const UltrasoundProbe& probe, double depth);

}  // namespace dryrun::picture
