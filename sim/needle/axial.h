// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The axial contact of needle and tissue in one tick: friction elements along the shaft, the tip
// and bone, all on tissue that yields to each of them, driven by a hand that is a spring.
//
// Every contact is f = clamp((travel − tissue − anchor) / softness, low, high), an implicit
// elasto-plastic element (Kikuuwe 2005; Hayward 2009), so no time step can make it unstable and it
// does not creep. The sum of the contacts balances the hand. Solved by projected Gauss–Seidel, a
// fixed number of sweeps from the forces of the tick before.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "core/vec3.h"
#include "tissue/site.h"

namespace dryrun::needle {

/// The track's compliance in its own axes, n × n row-major.
struct TrackCoupling {
    int count = 0;
    double spacing = 1.0;
    Vec3 direction;
    std::array<Vec3, 2> lateral_axis;
    std::vector<double> axial;                 ///< along, by forces along
    std::array<std::vector<double>, 2> side;   ///< in each lateral plane, by forces in it
    std::array<std::vector<double>, 2> cross;  ///< (i, j): along at i, by a lateral force at j
    double path(int station) const { return (station + 0.5) * spacing; }
};
std::shared_ptr<const TrackCoupling> make_coupling(const tissue::Track& track);

/// Values one a station.
using StationValues = std::array<double, tissue::kMostStations>;

inline constexpr StationValues kElastic = [] {
    StationValues ones{};
    ones.fill(1.0);
    return ones;
}();

struct AxialContact {
    double softness = 1.0;  ///< mm/N
    double low = 0.0;
    double high = 0.0;
    double anchor = 0.0;
};

/// The stations that carry the tip's load, with weights that add up to one.
struct TipSpread {
    int first = 0;
    int count = 0;
    std::array<double, 16> weight{};
};
TipSpread spread_tip(const TrackCoupling& coupling, double path);
/// Of a tip that presses a membrane with its face at `path`: what lies under the face takes it.
TipSpread spread_under_face(const TrackCoupling& coupling, double path);
double spread_sum(const TipSpread& spread, const StationValues& values);
/// How far the tissue at the tip yields to 1 N of the tip, mm/N.
double tip_compliance(const TrackCoupling& coupling, const TipSpread& spread);

struct AxialProblem {
    const TrackCoupling* coupling = nullptr;
    int engaged = 0;  ///< stations with friction, from the skin
    std::array<AxialContact, tissue::kMostStations> shaft{};
    AxialContact tip;
    TipSpread spread;
    AxialContact bone;  ///< does not yield
    StationValues background{};
    StationValues yield =
        kElastic;  ///< displacement over elastic displacement by a load, 1 where elastic
};

/// The hand: force = stiffness · (at − travel).
struct HandSpring {
    double stiffness = 1.0;
    double at = 0.0;
};

struct AxialForces {
    StationValues shaft_N{};
    double tip_N = 0.0;
    double bone_N = 0.0;
    double sum_N = 0.0;             ///< what the hand pushes with
    double travel = 0.0;            ///< of the needle
    StationValues displacement{};   ///< of the tissue at every station, background included
    double tip_displacement = 0.0;  ///< of the tissue at the tip
};

inline constexpr int kAxialSweeps = 14;

/// `forces` holds the forces of the tick before on entry.
void solve_axial(const AxialProblem& problem, const HandSpring& hand, int sweeps,
                 AxialForces& forces);

}  // namespace dryrun::needle
