// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/tubes.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <utility>

#include "core/deterministic_math.h"
#include "geometry/curve.h"
#include "geometry/distance.h"
#include "geometry/sweep.h"

namespace dryrun::anatomy {
namespace {

constexpr double kPieceLength = 6.0;
constexpr double kThecalShare = 0.72;  // of the canal's radius: the dura in it (ASSUMED)

// Chart lengths to lie between sheets: half below the named sheet's deep face.
int surface_under(const BackModel& model, const std::string& sheet) {
    if (sheet == kUnderBase) return kBase;
    if (sheet == kUnderWall) return kPleuraOuter;
    for (std::size_t k = 0; k < model.layers.size(); ++k) {
        if (model.layers[k].row != nullptr && model.layers[k].row->name == sheet) {
            return static_cast<int>(k) - 1;
        }
    }
    DRYRUN_ASSERT(false);
}

// What holds its pieces, and a few of them together.
void enclose(Tube& tube) {
    const double radius_squared = tube.radius * tube.radius;
    tube.pieces.reserve(tube.path.size());
    tube.groups.reserve(tube.path.size() / Tube::kGroupSize + 1);
    for (std::size_t i = 0; i + 1 < tube.path.size(); ++i) {
        const Vec3 half = (tube.path[i + 1] - tube.path[i]) * 0.5;
        tube.pieces.push_back({tube.path[i] + half, 2.0 * (dot(half, half) + radius_squared)});
    }
    for (std::size_t first = 0; first + 1 < tube.path.size(); first += Tube::kGroupSize) {
        const std::size_t last = std::min(first + Tube::kGroupSize, tube.path.size() - 1);
        Tube::Ball group;
        Box box;
        group.centre = (tube.path[first] + tube.path[last]) * 0.5;
        for (std::size_t i = first; i <= last; ++i) {
            const double reach = distance(group.centre, tube.path[i]) + tube.radius;
            group.reach_squared = std::max(group.reach_squared, reach * reach);
            box.take_in(tube.path[i], tube.radius);
        }
        tube.groups.push_back(group);
        tube.group_boxes.add(box);
    }
}

// Whether an endless line passes the ball.
bool passes(const Vec3& centre, double reach_squared, const Vec3& from, const Vec3& direction) {
    const Vec3 w = centre - from;
    const double along = dot(w, direction);
    return dot(w, w) - along * along <= reach_squared;
}

NamedTube make_tube(const std::string& name, Tissue tissue, double radius, std::vector<Vec3> path) {
    NamedTube made{name, tissue, {}, {}};
    made.tube.radius = radius;
    made.tube.path = std::move(path);
    for (const Vec3& p : made.tube.path) made.box.take_in(p, radius);
    enclose(made.tube);
    return made;
}

NamedTubes on_both_sides(const BackModel& model, const TubeRow& row, const std::string& name,
                         const std::vector<Vec3>& corners) {
    const Curve curve(corners);
    const auto count = static_cast<std::size_t>(curve.length() / kPieceLength) + 2;
    std::vector<Vec3> path = curve.evenly(count);
    const double radius = row.radius * model.scale;
    NamedTubes pair{make_tube(name + ".right", row.tissue, radius, path)};
    for (Vec3& point : path) point.x = -point.x;
    pair.push_back(make_tube(name + ".left", row.tissue, radius, std::move(path)));
    return pair;
}

// On the deep face of a sheet, along anchors.
Result<NamedTubes> under_sheet(const BackModel& model, const ChartGrid& half,
                               const HeightField& surface, const TubeRow& row) {
    std::vector<Vec3> corners;
    corners.reserve(row.path.size());
    for (const Anchor& anchor : row.path) {
        const Result<ChartPlace> place = place_of(model, anchor, row.name);
        if (!place) return place.error();
        const double v = place->v - row.with_diaphragm * diaphragm_descent(model);
        const double h = height_over(surface, half, -place->u, v);
        corners.push_back(model.chart.from_chart({-place->u, v, h - row.below * model.scale}));
    }
    return on_both_sides(model, row, row.name, corners);
}

// Places on the chart along a rib.
std::vector<ChartPoint> along_rib(const BackModel& model, const Rib& rib) {
    const Curve curve(rib.centreline);
    const auto count = static_cast<std::size_t>(curve.length() / kPieceLength) + 2;
    std::vector<ChartPoint> places;
    places.reserve(count);
    for (const Vec3& point : curve.evenly(count)) {
        places.push_back(model.chart.to_chart(point));
    }
    return places;
}

// Below the lower edge of a rib, just outside the pleura.
NamedTubes below_rib(const BackModel& model, const ChartGrid& half, const HeightField& pleura,
                     const TubeRow& row, int rib, const std::vector<ChartPoint>& places) {
    constexpr double kFirstLateral = 32.0;  // where the space between the ribs begins
    std::vector<Vec3> corners;
    corners.reserve(places.size());
    for (const ChartPoint& place : places) {
        const double v = place.v - row.below_rib * model.scale;
        if (std::fabs(place.u) < kFirstLateral * model.scale) continue;
        if (!model.region.contains(place.u, v)) break;
        const double h = height_over(pleura, half, place.u, v);
        corners.push_back(model.chart.from_chart({place.u, v, h + row.above_pleura * model.scale}));
    }
    if (corners.size() < 2) return {};
    return on_both_sides(model, row, row.name + "." + std::to_string(rib), corners);
}

void add_tube(BackModel& model, NamedTube made) {
    model.structures.push_back({made.name, made.tissue, true});
    made.tube.structure = static_cast<StructureId>(model.structures.size() - 1);
    model.tubes.push_back(std::move(made.tube));
    model.tube_boxes.push_back(made.box);
    model.tube_box_list.add(made.box);
}

void add_canal(BackModel& model) {
    double radius = 0.0;
    int count = 0;
    for (const Vertebra& vertebra : model.skeleton.vertebrae) {
        if (vertebra.name.front() != 'T') continue;
        radius += std::fmin(vertebra.canal_half_depth, vertebra.canal_half_width);
        ++count;
    }
    DRYRUN_ASSERT(count > 0);
    radius /= count;
    // One tube for all: where the canal is deeper from front to back, it lies along its back.
    std::vector<Vec3> centres;
    for (const Vertebra& vertebra : model.skeleton.vertebrae) {
        const double to_back = vertebra.canal_half_depth - radius;
        centres.push_back(vertebra.canal + vertebra.frame.y_axis * to_back);
    }
    const Curve curve(centres);
    const std::vector<Vec3> path =
        curve.evenly(static_cast<std::size_t>(curve.length() / kPieceLength) + 2);
    add_tube(model, make_tube("dura", Tissue::Canal, kThecalShare * radius, path));
    add_tube(model, make_tube("canal", Tissue::Canal, radius, path));
}

// The part of the line inside one piece: a cylinder with a ball at each end, which is convex.
bool in_piece(const Vec3& a, const Vec3& b, double radius, const Vec3& from, const Vec3& direction,
              double& enter, double& exit) {
    enter = 1e300;
    exit = -1e300;
    const auto widen = [&](double low, double high) {
        enter = std::min(enter, low);
        exit = std::max(exit, high);
    };
    for (const Vec3& end : {a, b}) {
        const Vec3 w = from - end;
        const double half = dot(w, direction);
        const double square = half * half - dot(w, w) + radius * radius;
        if (square <= 0.0) continue;
        const double root = std::sqrt(square);
        widen(-half - root, -half + root);
    }
    const double l = distance(a, b);
    const Vec3 axis = (b - a) / l;
    const double along = dot(direction, axis);
    const Vec3 w = from - a;
    const double start = dot(w, axis);
    const Vec3 d = direction - axis * along;
    const Vec3 c = w - axis * start;
    const double qa = dot(d, d);
    const double qb = dot(c, d);
    const double qc = dot(c, c) - radius * radius;
    double low = -1e300;
    double high = 1e300;
    if (qa > 1e-12) {
        const double square = qb * qb - qa * qc;
        if (square <= 0.0) return exit > enter;
        const double root = std::sqrt(square);
        low = (-qb - root) / qa;
        high = (-qb + root) / qa;
    } else if (qc >= 0.0) {
        return exit > enter;
    }
    if (std::fabs(along) > 1e-12) {
        const double t0 = -start / along;
        const double t1 = (l - start) / along;
        low = std::max(low, std::min(t0, t1));
        high = std::min(high, std::max(t0, t1));
    } else if (start < 0.0 || start > l) {
        return exit > enter;
    }
    if (high > low) widen(low, high);
    return exit > enter;
}

}  // namespace

TubesOnSurfaces::~TubesOnSurfaces() {
    for (const auto& [first, count] : given_out_) errands_.drop(first, count);
}

void TubesOnSurfaces::begin(const BackModel& model) {
    for (const TubeRow& row : model.rows->tubes) {
        const bool is_along_ribs = row.path.empty();
        surfaces_.push_back(is_along_ribs ? kPleuraOuter : surface_under(model, row.under));
        made_.emplace_back(is_along_ribs ? model.skeleton.rib_shapes.size() : 1, NamedTubes());
    }
}

void TubesOnSurfaces::give_out(std::size_t count, std::function<void(std::size_t)> work) {
    given_out_.emplace_back(errands_.add(count, std::move(work)), count);
}

void TubesOnSurfaces::lay_on(const BackModel& model, const ChartGrid& half, int surface,
                             const HeightField& heights) {
    if (made_.empty()) begin(model);
    if (std::find(surfaces_.begin(), surfaces_.end(), surface) == surfaces_.end()) return;
    const std::vector<TubeRow>& rows = model.rows->tubes;
    const auto kept = std::make_shared<const HeightField>(heights);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (surfaces_[i] != surface || rows[i].path.empty()) continue;
        give_out(1, [this, &model, &rows, half, kept, i](std::size_t) {
            made_[i].front() = under_sheet(model, half, *kept, rows[i]);
        });
    }
    if (surface != kPleuraOuter) return;
    const std::vector<Rib>& ribs = model.skeleton.rib_shapes;
    give_out(ribs.size(), [this, &model, &rows, &ribs, half, kept](std::size_t rib) {
        if (ribs[rib].is_left) return;
        const std::vector<ChartPoint> places = along_rib(model, ribs[rib]);
        const int number = ribs[rib].number;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (number < rows[i].first_rib || number > rows[i].last_rib) continue;
            made_[i][rib] = below_rib(model, half, *kept, rows[i], number, places);
        }
    });
}

Result<NamedTubes> TubesOnSurfaces::take() {
    for (const auto& [first, count] : given_out_) {
        for (std::size_t i = 0; i < count; ++i) errands_.finish(first + i);
    }
    NamedTubes all;
    for (auto& of_row : made_) {
        for (Result<NamedTubes>& some : of_row) {
            if (!some) return some.error();
            std::move(some->begin(), some->end(), std::back_inserter(all));
        }
    }
    return all;
}

Status build_tubes(BackModel& model, TubesOnSurfaces& tubes) {
    Result<NamedTubes> all = tubes.take();
    if (!all) return all.error();
    add_canal(model);
    for (NamedTube& tube : *all) add_tube(model, std::move(tube));
    return {};
}

void find_in_tube(const Tube& tube, const Vec3& from, const Vec3& direction, const BoxLine& line,
                  double length, StretchesInTube& stretches) {
    stretches.clear();
    tube.group_boxes.along_line(line, length, [&](std::size_t group) {
        const std::size_t first = group * Tube::kGroupSize;
        const std::size_t last = std::min(first + Tube::kGroupSize, tube.pieces.size());
        for (std::size_t s = first; s < last; ++s) {
            const Tube::Ball& piece = tube.pieces[s];
            if (!passes(piece.centre, piece.reach_squared, from, direction)) continue;
            double enter = 0.0;
            double exit = 0.0;
            if (!in_piece(tube.path[s], tube.path[s + 1], tube.radius, from, direction, enter,
                          exit)) {
                continue;
            }
            enter = std::max(enter, 0.0);
            exit = std::min(exit, length);
            if (exit > enter) stretches.push_back({enter, exit});
        }
    });
    if (stretches.size() < 2) return;
    std::sort(stretches.begin(), stretches.end(),
              [](const StretchInTube& a, const StretchInTube& b) { return a.enter < b.enter; });
    std::size_t kept = 0;
    for (std::size_t i = 1; i < stretches.size(); ++i) {
        if (stretches[i].enter <= stretches[kept].exit) {
            stretches[kept].exit = std::max(stretches[kept].exit, stretches[i].exit);
        } else {
            stretches[++kept] = stretches[i];
        }
    }
    stretches.shorten(kept + 1);
}

bool is_in_tube(const Tube& tube, const Vec3& point) {
    const double radius_squared = tube.radius * tube.radius;
    for (std::size_t g = 0; g < tube.groups.size(); ++g) {
        const Vec3 from_centre = point - tube.groups[g].centre;
        if (dot(from_centre, from_centre) > tube.groups[g].reach_squared) continue;
        const std::size_t first = g * Tube::kGroupSize;
        const std::size_t last = std::min(first + Tube::kGroupSize, tube.path.size() - 1);
        for (std::size_t s = first; s < last; ++s) {
            const Vec3 off = point - closest_on_segment(point, tube.path[s], tube.path[s + 1]);
            if (dot(off, off) < radius_squared) return true;
        }
    }
    return false;
}

double tube_distance(const Tube& tube, const Vec3& point, Vec3& on_path) {
    double best_squared = 1e300;
    for (std::size_t s = 0; s + 1 < tube.path.size(); ++s) {
        const Vec3 near = closest_on_segment(point, tube.path[s], tube.path[s + 1]);
        const Vec3 off = point - near;
        if (dot(off, off) >= best_squared) continue;
        best_squared = dot(off, off);
        on_path = near;
    }
    return std::sqrt(best_squared) - tube.radius;
}

}  // namespace dryrun::anatomy
