// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One pad in contact with a patch of skin that yields: which patch points its taxels load, and the
// forces that balance the pad's own softness, the tissue and the hand. Knows no site.
//
// The pad is a cap r²/2R on a layer that grows stiffer as it is compressed: a pad pressed on a
// plate by δ carries (b/a)(e^{aδ} − 1) with a 1.5 /mm and b 0.15 N/mm (exponential form: Pawluk
// and Howe 1999; constants derived from 0.85 N at 1.5 mm). A local pressure law with that sum over
// a cap is p(e) = b/(2πR)·(e^{ae} − e^{−ce}), the second term taking it to zero at the rim.
//
// The tissue's compliance is that of small strains. Under a finger soft tissue is squeezed and
// stiffens (squeeze.h). Hence two loads a taxel: what the finger feels, and the equivalent load on
// the linear block, which gives the same displacement.
#pragma once

#include <array>
#include <functional>
#include <span>
#include <vector>

#include "palpation/finger.h"
#include "palpation/squeeze.h"

namespace dryrun::palpation {

inline constexpr double kPadRadius = 8.0;
inline constexpr double kTaxelArea = kTaxelSize * kTaxelSize;

using TaxelValues = std::array<double, kTaxels>;

/// Where one taxel's load goes, as numbers within PadGeometry::points.
struct TaxelWeights {
    std::array<int, 4> point{};
    std::array<double, 4> weight{};
};

struct PadGeometry {
    std::vector<int> points;  ///< of the patch
    std::array<TaxelWeights, kTaxels> taxels;
    TaxelValues gap{};  ///< of the cap above resting skin when the centre touches
    std::array<tissue::UnderSkin, kTaxels> under{};
    std::vector<double> compliance;  ///< taxel by taxel, mm/N: kTaxels × kTaxels
    std::vector<double> near;        ///< of it, what the patch's bricks cannot follow

    // Work space of laying the pad, kept so that a pad that slides takes no memory.
    std::vector<double> point_compliance;
    std::vector<double> by_taxel;
};

/// Fills `geometry.compliance` from that of its points (row-major, one row a point).
void condense_taxels(std::span<const double> point_compliance, PadGeometry& geometry);

/// Adds what bricks leave out near a load (tissue/near_field.h) on skin that yields `yield` times
/// as far. `place` says where each of the geometry's points stands on the patch.
void add_near_field(const tissue::NearField& field,
                    const std::function<std::array<int, 2>(int point)>& place, double yield,
                    PadGeometry& geometry);

/// Pressure of the pad's layer where it is compressed by `overlap`, N/mm², and its slope.
struct PadPressure {
    double pressure = 0.0;
    double slope = 0.0;
};
PadPressure pad_pressure(double overlap);

/// What moves the pad: a hand that presses with `press_N` against its own damping, or, where
/// `damping` is zero, one that keeps `press_N` exactly.
struct PadDrive {
    double press_N = 0.0;
    double damping = 0.0;       ///< N a mm in a tick
    double most_step = 0.15;    ///< mm a tick
    double depth_before = 0.0;  ///< of the pad, at the beginning of the tick
};

struct PadSolution {
    double depth = 0.0;
    TaxelValues load_N{};        ///< equivalent, on the linear block
    TaxelValues taxel_N{};       ///< felt
    TaxelValues displacement{};  ///< of the skin at the taxels, inward
    double force_N = 0.0;        ///< felt, of the pad
    double stiffness_N_per_mm = 0.0;
    double largest_change_N = 0.0;  ///< of a taxel, in the last iteration
};

/// Newton on all taxels and the pad's depth together. `solution` holds those of the tick before.
/// `background` is the inward displacement of the skin at each taxel by everything else.
void solve_pad(const PadGeometry& geometry, const TaxelValues& background, const PadDrive& drive,
               int iterations, PadSolution& solution);

/// Inward displacement of the skin at a taxel by the pad's equivalent load.
double skin_displacement(const PadGeometry& geometry, const TaxelValues& load_N, int taxel);

}  // namespace dryrun::palpation
