// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What the body's surfaces promise to pictures and rays: triangles are not inside out, a line meets
// a sheet where its mesh is and leaves what it enters, and neighbours do not run through each
// other. (That they are closed, wound alike and face outwards: atlas_test.cpp.)
#include <algorithm>
#include <cmath>
#include <utility>

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

// Of a mesh's area, what faces against the surface's own normal at all three corners. Not the rims
// between an outer and an inner face, whose corners have the normals of these.
double share_inside_out(const Mesh& mesh, bool has_two_faces) {
    const std::size_t faces = has_two_faces ? mesh.points.size() / 2 : mesh.points.size();
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
        if (t[0] / faces != t[1] / faces || t[0] / faces != t[2] / faces) continue;
        if (std::all_of(t.begin(), t.end(), is_against)) turned += size;
    }
    return turned / all;
}

bool is_tube(Tissue tissue) {
    return tissue == Tissue::Nerve || tissue == Tissue::Vessel || tissue == Tissue::Kidney ||
           tissue == Tissue::Canal;
}

// Between neck and shoulder the chart is sheared so much that a few triangles of skin, fat and
// chest wall lie askew: 4 of 31,000 of the skin, 8 of its 700,000 mm².
void expect_no_face_inside_out(const Atlas& atlas, Detail detail) {
    for (std::size_t i = 0; i < atlas.structures().size(); ++i) {
        const Structure& one = atlas.structures()[i];
        const Mesh* mesh = atlas.mesh(static_cast<StructureId>(i), detail);
        if (mesh == nullptr) continue;
        const bool is_stacked = one.tissue != Tissue::Bone && !is_tube(one.tissue);
        const bool is_sheet = is_stacked && one.tissue == Tissue::Muscle &&
                              one.name.find("intercostal") == std::string::npos;
        const double most = is_sheet || !is_stacked ? 0.0 : 2e-4;
        EXPECT_LE(share_inside_out(*mesh, is_stacked), most)
            << one.name << " at level " << static_cast<int>(detail);
    }
}

TEST(AtlasMesh, NoFaceIsInsideOut) {
    const auto atlas = make_atlas();
    expect_no_face_inside_out(*atlas, Detail::Middle);
    expect_no_face_inside_out(*atlas, Detail::Fine);
    expect_no_face_inside_out(*make_atlas(stranger(3, Sex::Male, 24.0)), Detail::Middle);
    BodyParameters overhead;
    overhead.posture = Posture::ProneArmOverhead;
    expect_no_face_inside_out(*make_atlas(overhead), Detail::Middle);
}

// Where a sheet is there, by 2 mm of path, and its face is met at less than 45 degrees. Not where
// it comes out of a bone or tube in the sheet.
TEST(AtlasMesh, ALineMeetsASheetWhereItsMeshIs) {
    const auto atlas = make_atlas();
    std::vector<double> misses;
    for (const Sheet& sheet : right_sheets(*atlas, Detail::Fine)) {
        const BoneWorld world(std::vector<const Mesh*>{sheet.mesh});
        const auto& points = sheet.mesh->points;
        for (std::size_t p = 0; p < points.size() / 2; p += 17) {  // the outer face comes first
            // Beside a point of the mesh, so that a triangle's middle is met.
            const Vec3 inwards = -sheet.mesh->normals[p];
            const auto line = atlas->layers_along(points[p] + Vec3{0.9, 0.0, 1.1}, inwards, 120.0);
            if (!line) continue;
            Tissue before = Tissue::Other;
            for (const LayerSpan& span : line->spans) {
                const Tissue last = std::exchange(before, atlas->structure(span.structure).tissue);
                if (span.structure != sheet.id || span.exit - span.enter < 2.0) continue;
                if (last == Tissue::Bone || last == Tissue::Nerve || last == Tissue::Vessel) break;
                const Vec3 at = line->entry + inwards * span.enter;
                double miss = 6.0;
                bool is_steep = false;
                for (const auto& hit : world.all_hits(at - inwards * 6.0, inwards, 12.0)) {
                    const double off = std::fabs(hit.distance - 6.0);
                    if (!hit.enters || off >= miss) continue;
                    miss = off;
                    is_steep = dot(hit.normal, inwards) > -0.7;
                }
                if (!is_steep) misses.push_back(miss);
                break;
            }
        }
    }
    ASSERT_GT(misses.size(), 300u);
    EXPECT_LT(share_below(misses, 0.99), 0.25);
    EXPECT_LT(share_below(misses, 0.995), 0.3);
    EXPECT_LT(share_below(misses, 1.0), 0.8);
}

// By points of each mesh that lie in another.
TEST(AtlasMesh, NeighboursTouchButDoNotRunThroughEachOther) {
    const auto atlas = make_atlas();
    for (const Detail detail : {Detail::Middle, Detail::Fine}) {
        const std::vector<Sheet> sheets = right_sheets(*atlas, detail);
        std::vector<const Mesh*> meshes;
        for (const Sheet& sheet : sheets) meshes.push_back(sheet.mesh);
        const BoneWorld world(meshes);
        const std::size_t stride = detail == Detail::Fine ? 19 : 5;
        std::vector<double> depths;
        for (std::size_t m = 0; m < meshes.size(); ++m) {
            for (std::size_t p = 0; p < meshes[m]->points.size(); p += stride) {
                const auto nearest = world.closest(meshes[m]->points[p], 4.0,
                                                   [&](std::size_t other) { return other != m; });
                depths.push_back(nearest ? std::max(0.0, -nearest->distance) : 0.0);
            }
        }
        // At the middle level they lie on the same triangles.
        EXPECT_LT(share_below(depths, 0.995), detail == Detail::Middle ? 0.001 : 0.2);
        EXPECT_LT(share_below(depths, 1.0), detail == Detail::Middle ? 0.001 : 0.5);
    }
}

struct Line {
    Vec3 from;
    Vec3 direction;
};

// Into the chest and loin, from behind, above, below and the side.
Line line_into_the_trunk(const Atlas& atlas, const RandomStream& random, std::uint64_t i) {
    const Vec3 low = *atlas.landmark("spinous.L4");
    const Vec3 high = *atlas.landmark("spinous.C7");
    const auto between = [&](std::uint64_t k, double from, double to) {
        return from + (to - from) * random.uniform(i, k);
    };
    const Vec3 at{between(0, -130.0, 130.0), high.y - between(1, 20.0, 110.0),
                  between(2, low.z, high.z)};
    const Vec3 from{at.x + between(3, -150.0, 150.0), at.y + between(4, 150.0, 300.0),
                    at.z + between(5, -150.0, 150.0)};
    return {from, normalised(at - from)};
}

// A surface that is closed but lies over itself would be entered twice.
TEST(AtlasMesh, ALineLeavesWhatItEntersBeforeItEntersAgain) {
    const std::pair<BodyParameters, int> bodies[] = {{BodyParameters{}, 300},
                                                     {stranger(7, Sex::Female, 21.0), 150}};
    for (const auto& [body, lines] : bodies) {
        const auto atlas = make_atlas(body);
        const RandomStream random(9, "mesh lines");
        for (std::size_t k = 0; k < atlas->structures().size(); ++k) {
            const Structure& one = atlas->structures()[k];
            const Mesh* mesh = atlas->mesh(static_cast<StructureId>(k));
            if (mesh == nullptr || one.tissue == Tissue::Bone || is_tube(one.tissue)) continue;
            const BoneWorld world(std::vector<const Mesh*>{mesh});
            int met = 0;
            int wrong = 0;
            for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(lines); ++i) {
                const Line line = line_into_the_trunk(*atlas, random, i);
                const auto hits = world.all_hits(line.from, line.direction, 1500.0);
                bool is_inside = false;
                bool alternates = true;
                for (const auto& hit : hits) {
                    alternates = alternates && hit.enters != is_inside;
                    is_inside = hit.enters;
                }
                met += hits.empty() ? 0 : 1;
                wrong += alternates && !is_inside ? 0 : 1;
            }
            EXPECT_LE(wrong, met / 100) << one.name;
        }
    }
}

// Pleura as a line finds it and as a picture shows it, where it is met at less than 45 degrees as
// it comes out of the chest's wall.
TEST(AtlasMesh, ALineMeetsThePleuraWhereItsMeshIs) {
    const auto atlas = make_atlas();
    const RandomStream random(9, "mesh lines");
    std::vector<double> misses;
    for (const char* name : {"pleura.right", "pleura.left"}) {
        const StructureId pleura = *atlas->find(name);
        const BoneWorld world(std::vector<const Mesh*>{atlas->mesh(pleura, Detail::Fine)});
        for (std::uint64_t i = 0; i < 400; ++i) {
            const Line line = line_into_the_trunk(*atlas, random, i);
            const auto found = atlas->layers_along(line.from, line.direction, 150.0);
            if (!found) continue;
            Tissue before = Tissue::Skin;
            for (const LayerSpan& span : found->spans) {
                const Tissue last = std::exchange(before, atlas->structure(span.structure).tissue);
                if (span.structure != pleura) continue;
                // Into lung from before the spine a line has it put on.
                if (last == Tissue::Bone || last == Tissue::Other || is_tube(last)) break;
                const Vec3 at = found->entry + line.direction * span.enter;
                double miss = 6.0;
                bool is_steep = false;
                for (const auto& hit :
                     world.all_hits(at - line.direction * 6.0, line.direction, 12.0)) {
                    const double off = std::fabs(hit.distance - 6.0);
                    if (!hit.enters || off >= miss) continue;
                    miss = off;
                    is_steep = dot(hit.normal, line.direction) > -0.7;
                }
                if (!is_steep) misses.push_back(miss);
                break;
            }
        }
    }
    ASSERT_GT(misses.size(), 100u);
    EXPECT_LT(share_below(misses, 0.95), 0.3);
    EXPECT_LT(share_below(misses, 0.99), 0.4);
}

}  // namespace
}  // namespace dryrun::anatomy
