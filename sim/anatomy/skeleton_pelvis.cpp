// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Sacrum and hip bones. The sacrum with the coccyx is a solid through half loops and their mirror
// images, with hollows for the dorsal foramina and tubercles on the median crest; the hip bone's
// upper part is a bent plate of changing thickness. Both hang on the endplate of S1 and tilt with
// it.
#include <algorithm>
#include <cmath>
#include <utility>

#include "anatomy/skeleton_parts.h"
#include "core/deterministic_math.h"
#include "geometry/sweep.h"

namespace dryrun::anatomy {
namespace {

constexpr std::size_t kLinePoints = 33;
constexpr std::size_t kCrestPoints = 65;

// Columns of a half loop, front to back.
constexpr std::size_t kLateralCrest = 5;
constexpr std::size_t kIntermediateCrest = 7;
constexpr std::size_t kMedianCrest = 9;
// Loops between which the crests are named.
constexpr std::size_t kFirstLaminaLoop = 3;
constexpr std::size_t kLastCrestLoop = 8;
constexpr std::size_t kInferiorAngleLoop = 9;
constexpr std::size_t kCornuLoop = 10;

constexpr std::size_t kBetweenLoops = 3;
constexpr std::size_t kAlongLoop = 2;

// Spinous tubercles of S1 to S4 on the median crest. ASSUMED height.
double tubercle(double down) {
    constexpr double kFirst = 33.0;
    constexpr double kSpacing = 18.5;
    constexpr double kHeight = 1.8;
    const double within =
        det::smoothstep(22.0, 32.0, down) * (1.0 - det::smoothstep(88.0, 98.0, down));
    return kHeight * within * det::cos(2.0 * det::kPi * (down - kFirst) / kSpacing);
}

// A place of the table in the axes of S1 with what is too small for its loops.
Vec3 sculpted(const PelvisTable& table, const Vec3& at, bool is_dorsal) {
    Vec3 p = at;
    if (!is_dorsal) return p;
    const double out = std::fabs(at.x);
    for (const ForamenRow& foramen : table.foramina) {
        const double x = (out - foramen.out) / foramen.radius;
        const double z = (at.z - foramen.down) / foramen.radius;
        const double squared = x * x + z * z;
        if (squared < 9.0) p.y -= foramen.depth * det::exp(-squared);
    }
    const double x = out / 3.5;
    if (x < 3.0) p.y += tubercle(at.z) * det::exp(-x * x);
    return p;
}

// From the table's out, back, down to the axes of S1.
Vec3 of_endplate(const Vec3& at, double width) {
    return {at.x * width, at.y, -at.z};
}

// Loops all round, from the left half's.
PointNet whole_loops(const PointNet& halves) {
    PointNet loops;
    for (const auto& half : halves) {
        std::vector<Vec3> loop = half;
        for (Vec3& point : loop) point.x = -point.x;
        for (std::size_t k = half.size() - 2; k > 0; --k) loop.push_back(half[k]);
        loops.push_back(std::move(loop));
    }
    return loops;
}

Mesh sacrum_mesh(const PelvisTable& table, double width, const Frame& frame) {
    PointNet loops = whole_loops(table.sacrum);
    // The endplate is closed by a smaller loop of its own, so that it is flat.
    std::vector<Vec3> within = loops.front();
    for (Vec3& point : within) point = point * 0.5;
    loops.insert(loops.begin(), std::move(within));
    loops = refined(loops, kBetweenLoops, kAlongLoop, true);
    const std::size_t first = kAlongLoop * (kLateralCrest - 1);
    const std::size_t last = loops.front().size() - first;
    for (auto& loop : loops) {
        for (std::size_t i = 0; i < loop.size(); ++i) {
            const Vec3 at = sculpted(table, loop[i], i > first && i < last);
            loop[i] = frame.to_parent(of_endplate(at, width));
        }
    }
    return loft(loops);
}

std::vector<Vec3> sacral_line(const PelvisTable& table, std::size_t column, std::size_t from,
                              std::size_t to, double width, const Frame& frame) {
    std::vector<Vec3> line;
    for (const auto& loop : table.sacrum) line.push_back(loop[column]);
    line = refined(line, kBetweenLoops);
    line = {line.begin() + static_cast<std::ptrdiff_t>(from * kBetweenLoops),
            line.begin() + static_cast<std::ptrdiff_t>(to * kBetweenLoops) + 1};
    for (Vec3& point : line)
        point = frame.to_parent(of_endplate(sculpted(table, point, true), width));
    return evenly_along(line, kLinePoints);
}

std::vector<Vec3> other_side(std::vector<Vec3> line) {
    for (Vec3& point : line) point.x = -point.x;
    return line;
}

// The axes of the table's pelvis: those of the body at its sacral slope.
Frame pelvic_frame(const SkeletonTable& table, const Vertebra& s1) {
    const Vec3& up = s1.frame.z_axis;
    const double tilt = det::atan2(up.y, up.z) + det::radians(table.sacral_slope_deg);
    const double s = det::sin(tilt);
    const double c = det::cos(tilt);
    return {{}, {1.0, 0.0, 0.0}, {0.0, c, -s}, {0.0, s, c}};
}

constexpr std::size_t kNotchColumn = 2;  // of the table's rows of the ilium
constexpr double kRimBulge = 0.75;
constexpr std::size_t kSteps = 3;

// The table's border is the bone's outline; the plate's rim stands out from the net's.
void pull_in(PointNet& net, const NumberNet& half) {
    const PointNet given = net;
    const std::size_t bottom = net.size() - 1;
    const std::size_t end = net.front().size() - 1;
    for (std::size_t j = 0; j <= end; ++j) {
        net[0][j] += normalised(given[1][j] - given[0][j]) * (kRimBulge * half[0][j]);
        net[bottom][j] +=
            normalised(given[bottom - 1][j] - given[bottom][j]) * (kRimBulge * half[bottom][j]);
    }
    for (std::size_t i = 0; i <= bottom; ++i) {
        net[i][0] += normalised(given[i][1] - given[i][0]) * (kRimBulge * half[i][0]);
        net[i][end] += normalised(given[i][end - 1] - given[i][end]) * (kRimBulge * half[i][end]);
    }
}

Plate ilium_plate(const SkeletonTable& table, const Individual& individual, const Vertebra& s1) {
    const PelvisTable& pelvis = table.pelvis_shapes;
    const Frame frame = pelvic_frame(table, s1);
    PointNet net = pelvis.ilium;
    NumberNet half = pelvis.ilium_half_thickness;
    for (auto& row : half) {
        for (double& value : row) value *= individual.bone_section;
    }
    pull_in(net, half);
    for (auto& row : net) {
        for (Vec3& point : row)
            point = frame.to_parent({point.x * individual.pelvis_width, point.y, point.z});
    }
    return {refined(net, kSteps, kSteps), refined(half, kSteps, kSteps), kRimBulge};
}

// A place of the table's net on the gluteal surface: x steps along the crest, y down from it.
Vec3 on_gluteal_surface(const Plate& plate, const Vec3& place) {
    const auto cell = [](double at, std::size_t count) {
        return std::min(static_cast<std::size_t>(std::fmax(at, 0.0)), count - 2);
    };
    const double x = place.x * static_cast<double>(kSteps);
    const double y = place.y * static_cast<double>(kSteps);
    const std::size_t j = cell(x, plate.columns());
    const std::size_t i = cell(y, plate.rows());
    const double along = x - static_cast<double>(j);
    const Vec3 above = lerp(plate.front(i, j), plate.front(i, j + 1), along);
    const Vec3 below = lerp(plate.front(i + 1, j), plate.front(i + 1, j + 1), along);
    return lerp(above, below, y - static_cast<double>(i));
}

std::vector<Vec3> gluteal_line(const Plate& plate, const std::vector<Vec3>& places) {
    std::vector<Vec3> line;
    for (const Vec3& place : refined(places, 4)) line.push_back(on_gluteal_surface(plate, place));
    return evenly_along(line, kLinePoints);
}

}  // namespace

SacrumAndBone make_sacrum(const SkeletonTable& table, const Individual& individual,
                          const Vertebra& s1) {
    const PelvisTable& pelvis = table.pelvis_shapes;
    const double width = individual.pelvis_width;
    const Frame frame = s1.frame;
    const auto line = [&](std::size_t column, std::size_t from, std::size_t to) {
        return sacral_line(pelvis, column, from, to, width, frame);
    };
    Sacrum sacrum;
    sacrum.median_crest = line(kMedianCrest, kFirstLaminaLoop, kLastCrestLoop);
    sacrum.intermediate_crest_left = line(kIntermediateCrest, kFirstLaminaLoop, kCornuLoop);
    sacrum.intermediate_crest_right = other_side(sacrum.intermediate_crest_left);
    sacrum.lateral_crest_left = line(kLateralCrest, kFirstLaminaLoop + 1, kInferiorAngleLoop);
    sacrum.lateral_crest_right = other_side(sacrum.lateral_crest_left);
    sacrum.coccyx_tip = frame.to_parent(of_endplate(pelvis.sacrum.back().back(), width));
    Box box;
    constexpr double kBeyondTheNet = 4.0;
    for (const auto& loop : pelvis.sacrum) {
        for (const Vec3& at : loop) {
            box.take_in(frame.to_parent(of_endplate(at, width)), kBeyondTheNet);
            box.take_in(frame.to_parent(of_endplate({-at.x, at.y, at.z}, width)), kBeyondTheNet);
        }
    }
    return {std::move(sacrum), {"sacrum", box, LazyMesh([pelvis, width, frame] {
                                    return sacrum_mesh(pelvis, width, frame);
                                })}};
}

IliumAndBone make_left_ilium(const SkeletonTable& table, const Individual& individual,
                             const Vertebra& s1) {
    const PelvisTable& pelvis = table.pelvis_shapes;
    Plate plate = ilium_plate(table, individual, s1);
    const std::size_t bottom = plate.rows() - 1;
    const std::size_t end = plate.columns() - 1;
    Ilium ilium;
    ilium.name = "ilium.left";
    ilium.is_left = true;
    for (std::size_t j = 0; j <= end; ++j) ilium.crest.push_back(plate.rim(0, j));
    ilium.crest = evenly_along(ilium.crest, kCrestPoints);
    ilium.highest = ilium.crest.front();
    for (std::size_t j = 0; j <= end; ++j) {
        const Vec3 top = plate.rim_towards(0, j, {0.0, 0.0, 1.0});
        if (top.z > ilium.highest.z) ilium.highest = top;
    }
    ilium.posterior_gluteal_line = gluteal_line(plate, pelvis.posterior_gluteal_line);
    ilium.anterior_gluteal_line = gluteal_line(plate, pelvis.anterior_gluteal_line);
    ilium.inferior_gluteal_line = gluteal_line(plate, pelvis.inferior_gluteal_line);
    ilium.posterior_superior_spine = plate.rim_towards(0, 0, {0.0, 1.0, 0.0});
    ilium.posterior_inferior_spine = plate.rim(bottom, 0);
    ilium.sciatic_notch = plate.rim(bottom, kNotchColumn * kSteps);
    for (std::size_t j = 0; j <= end; j += 2) {
        std::vector<Vec3> places;
        std::vector<Vec3> outward;
        for (std::size_t i = 0; i <= bottom; i += 2) {
            places.push_back(plate.front(i, j));
            outward.push_back(plate.normal(i, j));
        }
        ilium.gluteal_surface.push_back(std::move(places));
        ilium.gluteal_outward.push_back(std::move(outward));
    }
    const Box box = plate.box();
    return {std::move(ilium),
            {"ilium.left", box, LazyMesh([plate = std::move(plate)] { return plate.mesh(); })}};
}

}  // namespace dryrun::anatomy
