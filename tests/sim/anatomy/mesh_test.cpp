// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What the body's surfaces promise to pictures and rays: triangles are not inside out, a line meets
// a sheet where its mesh is, and neighbours hardly run through each other. (That they are closed,
// wound alike and face outwards: atlas_test.cpp.)
#include <algorithm>
#include <cmath>
#include <string_view>

#include "body_for_test.h"
#include "collision/bone_world.h"

namespace dryrun::anatomy {
namespace {

struct Sheet {
    StructureId id;
    std::string name;
    const Mesh* mesh;
};

std::vector<Sheet> right_sheets(const Atlas& atlas, Detail detail) {
    std::vector<Sheet> sheets;
    for (std::size_t i = 0; i < atlas.structures().size(); ++i) {
        const Structure& one = atlas.structures()[i];
        const auto id = static_cast<StructureId>(i);
        if (one.tissue != Tissue::Muscle || !one.name.ends_with(".right")) continue;
        if (one.name.find("intercostal") != std::string::npos) continue;
        if (const Mesh* mesh = atlas.mesh(id, detail)) sheets.push_back({id, one.name, mesh});
    }
    return sheets;
}

double share_below(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

// Of a mesh's area, what faces against the surface's own normal at all three corners; at rims these
// look two ways.
double share_inside_out(const Mesh& mesh) {
    double turned = 0.0;
    double all = 0.0;
    for (const auto& t : mesh.triangles) {
        const Vec3& a = mesh.points[t[0]];
        const Vec3 twice_area = cross(mesh.points[t[1]] - a, mesh.points[t[2]] - a);
        const double size = length(twice_area);
        const auto is_against = [&](std::uint32_t corner) {
            return dot(mesh.normals[corner], twice_area) < -0.2 * size;
        };
        all += size;
        if (std::all_of(t.begin(), t.end(), is_against)) turned += size;
    }
    return turned / all;
}

// Sheets whose outline on the chart folds over itself, and by how much of their area: to be
// unfolded in the table.
struct Folded {
    std::string_view name;
    double share;
};
constexpr Folded kFolded[] = {
    {"muscle.deltoid", 0.20},           {"muscle.splenius_cervicis", 0.10},
    {"muscle.trapezius.lower", 0.03},   {"muscle.trapezius.upper", 0.03},
    {"muscle.latissimus_dorsi", 0.025}, {"muscle.gluteus_maximus", 0.03},
};

TEST(AtlasMesh, NoMoreThanARimIsInsideOut) {
    const auto atlas = make_atlas();
    for (std::size_t i = 0; i < atlas->structures().size(); ++i) {
        const std::string& name = atlas->structures()[i].name;
        const Mesh* mesh = atlas->mesh(static_cast<StructureId>(i));
        if (mesh == nullptr) continue;
        double most = 0.005;
        for (const Folded& row : kFolded) {
            if (name.starts_with(row.name)) most = row.share;
        }
        EXPECT_LE(share_inside_out(*mesh), most) << name;
    }
}

// Where a sheet is there, by 2 mm of path. What misses by more lies beside an edge or a fold.
TEST(AtlasMesh, ALineMeetsASheetWhereItsMeshIs) {
    const auto atlas = make_atlas();
    std::vector<double> misses;
    for (const Sheet& sheet : right_sheets(*atlas, Detail::Fine)) {
        const BoneWorld world(std::vector<const Mesh*>{sheet.mesh});
        const auto& points = sheet.mesh->points;
        for (std::size_t p = 0; p < points.size() / 2; p += 11) {  // the outer face comes first
            // Beside a point of the mesh, so that a triangle's middle is met.
            const Vec3 inwards = -sheet.mesh->normals[p];
            const auto line = atlas->layers_along(points[p] + Vec3{0.9, 0.0, 1.1}, inwards, 120.0);
            if (!line || dot(line->normal, inwards) > -0.7) continue;
            for (const LayerSpan& span : line->spans) {
                if (span.structure != sheet.id || span.exit - span.enter < 2.0) continue;
                const Vec3 at = line->entry + inwards * span.enter;
                const auto hit = world.first_hit(at - inwards * 6.0, inwards, 12.0);
                if (hit && hit->enters) misses.push_back(std::fabs(hit->distance - 6.0));
                break;
            }
        }
    }
    ASSERT_GT(misses.size(), 300u);
    EXPECT_LT(share_below(misses, 0.90), 0.3);
    EXPECT_LT(share_below(misses, 0.95), 0.5);
}

// By points of each mesh that lie in another; edges are skirts a triangle wide.
TEST(AtlasMesh, NeighboursHardlyRunThroughEachOther) {
    const auto atlas = make_atlas();
    const std::vector<Sheet> sheets = right_sheets(*atlas, Detail::Middle);
    std::vector<const Mesh*> meshes;
    for (const Sheet& sheet : sheets) meshes.push_back(sheet.mesh);
    const BoneWorld world(meshes);
    std::vector<double> depths;
    for (std::size_t m = 0; m < meshes.size(); ++m) {
        for (std::size_t p = 0; p < meshes[m]->points.size(); p += 5) {
            const auto nearest = world.closest(meshes[m]->points[p], 4.0,
                                               [&](std::size_t other) { return other != m; });
            depths.push_back(nearest ? std::max(0.0, -nearest->distance) : 0.0);
        }
    }
    EXPECT_LT(share_below(depths, 0.95), 0.5);
    EXPECT_LT(share_below(depths, 0.98), 1.0);
}

}  // namespace
}  // namespace dryrun::anatomy
