// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/renderer.h"

#include <algorithm>

#include "drawing.h"

namespace dryrun::render {
namespace {

class Renderer : public DrawingTest {
  protected:
    Renderer() {
        camera.view_height = 100.0;
        camera.depth_reach = 200.0;
        scene.background_top = scene.background_bottom = {0.0f, 0.0f, 1.0f, 1.0f};
    }
    MeshItem item(double y, double size, const Material& material, double opacity = 1.0) {
        MeshItem made;
        made.mesh = triangle_at(y, size);
        made.material = material;
        made.opacity = opacity;
        return made;
    }
    Scene scene;
    Camera camera;
};

TEST_F(Renderer, DrawsARedTriangleRedOnTheBackground) {
    scene.meshes.push_back(item(0, 40, flat(0.9f, 0, 0)));
    const Image image = draw(scene, camera);
    const auto* inside = image.pixel(32, 40);
    EXPECT_GT(inside[0], 150);
    EXPECT_LT(inside[1], 10);
    EXPECT_LT(inside[2], 10);
    const auto* outside = image.pixel(2, 2);
    EXPECT_EQ(outside[0], 0);
    EXPECT_EQ(outside[2], 255);
}

TEST_F(Renderer, PutsTheNearerOfTwoTrianglesInFrontWhateverTheirOrder) {
    scene.meshes.push_back(item(20, 40, flat(0.9f, 0, 0)));
    scene.meshes.push_back(item(-20, 40, flat(0, 0.9f, 0)));
    const Image one = draw(scene, camera);
    std::swap(scene.meshes[0], scene.meshes[1]);
    const Image other = draw(scene, camera);
    EXPECT_GT(one.pixel(32, 40)[0], 150);
    EXPECT_LT(one.pixel(32, 40)[1], 10);
    EXPECT_EQ(one.rgba, other.rgba);
}

TEST_F(Renderer, LetsAHiddenMeshShowThroughAsMuchAsItIsTold) {
    scene.meshes.push_back(item(20, 40, flat(0.9f, 0, 0)));
    scene.meshes.push_back(item(-20, 40, flat(0, 0.9f, 0)));
    EXPECT_LT(draw(scene, camera).pixel(32, 40)[1], 10);
    scene.meshes[1].hidden_opacity = 0.5;
    const Image through = draw(scene, camera);
    EXPECT_GT(through.pixel(32, 40)[0], 60);
    EXPECT_GT(through.pixel(32, 40)[1], 60);
    // Where nothing hides it, it is itself.
    scene.meshes.erase(scene.meshes.begin());
    const Image alone = draw(scene, camera);
    EXPECT_LT(alone.pixel(32, 40)[0], 10);
    EXPECT_GT(alone.pixel(32, 40)[1], 150);
}

TEST_F(Renderer, BlendsATransparentTriangleWithWhatIsBehind) {
    scene.meshes.push_back(item(20, 40, flat(0.9f, 0, 0), 0.5));
    scene.meshes.push_back(item(-20, 40, flat(0, 0.9f, 0)));
    const Image image = draw(scene, camera);
    EXPECT_GT(image.pixel(32, 40)[0], 60);
    EXPECT_GT(image.pixel(32, 40)[1], 60);
}

TEST_F(Renderer, CoversATransparentLayerOnceHoweverOftenItFolds) {
    scene.meshes.push_back(item(20, 40, flat(0.9f, 0, 0), 0.5));
    const Image once = draw(scene, camera);
    scene.meshes.push_back(item(10, 40, flat(0.9f, 0, 0), 0.5));
    const Image folded = draw(scene, camera);
    EXPECT_NEAR(once.pixel(32, 40)[2], folded.pixel(32, 40)[2], 2);
    scene.meshes[1].layer = -1;
    const Image two_layers = draw(scene, camera);
    EXPECT_LT(two_layers.pixel(32, 40)[2], once.pixel(32, 40)[2] - 20);
}

TEST_F(Renderer, LeavesOutFacesThatLookAway) {
    scene.meshes.push_back(item(0, 40, flat(0.9f, 0, 0)));
    camera.forward = {0, 1, 0};
    EXPECT_EQ(draw(scene, camera).pixel(32, 40)[0], 0);
    scene.meshes[0].draws_back_faces = true;
    EXPECT_GT(draw(scene, camera).pixel(32, 40)[0], 150);
}

TEST_F(Renderer, CutsAnOpeningWithASoftEdge) {
    scene.meshes.push_back(item(0, 200, flat(0.9f, 0, 0)));
    Cutaway cut;
    cut.centre = {0, 0, -20};
    cut.half_width = 10;
    cut.half_height = 10;
    scene.meshes[0].cutaway = cut;
    const Image image = draw(scene, camera);
    EXPECT_EQ(image.pixel(32, 45)[0], 0);
    EXPECT_EQ(image.pixel(32, 45)[2], 255);
    EXPECT_GT(image.pixel(10, 45)[0], 150);
}

TEST_F(Renderer, DrawsAThinBarAtLeastAsWideAsAsked) {
    Bar bar;
    bar.from = {0, 10, -40};
    bar.to = {0, 10, 40};
    bar.radius = 0.15;
    bar.least_px = 3.0;
    bar.color = {1, 1, 0, 1};
    scene.bars.push_back(bar);
    const Image image = draw(scene, camera);
    int wide = 0;
    for (int x = 0; x < image.width; ++x) wide += image.pixel(x, 32)[0] > 100 ? 1 : 0;
    EXPECT_GE(wide, 2);
    EXPECT_LE(wide, 4);
}

TEST_F(Renderer, ShowsAHiddenBarOnlyAsFaintlyAsAsked) {
    scene.meshes.push_back(item(0, 60, flat(0, 0.5f, 0)));
    Bar bar;
    bar.from = {0, -10, -40};
    bar.to = {0, -10, 40};
    bar.radius = 4.0;
    bar.color = {1, 0, 0, 1};
    scene.bars.push_back(bar);
    EXPECT_LT(draw(scene, camera).pixel(32, 40)[0], 10);
    scene.bars[0].hidden_opacity = 0.4f;
    const Image faint = draw(scene, camera);
    EXPECT_GT(faint.pixel(32, 40)[0], 40);
    EXPECT_LT(faint.pixel(32, 40)[0], 160);
}

TEST_F(Renderer, DarkensAHollowInFineQuality) {
    // A wall that stands on a floor: the floor beside it is darker than far from it.
    Mesh mesh;
    mesh.points = {{-100, 0, -100}, {-100, 0, 100}, {100, 0, 100},  {100, 0, -100},
                   {0, 30, -100},   {0, 30, 100},   {100, 30, 100}, {100, 30, -100}};
    mesh.normals.assign(8, {0, 1, 0});
    mesh.triangles = {{0, 1, 2}, {0, 2, 3}, {4, 5, 6}, {4, 6, 7}};
    MeshItem made;
    made.mesh = std::make_shared<GpuMesh>(GpuMesh::upload(mesh));
    made.material = flat(0.6f, 0.6f, 0.6f);
    scene.meshes.push_back(made);
    camera.field_of_view_deg = 0;  // the floor shows where x < 0: on the right
    const Image image = draw(scene, camera, Quality::Fine, 128, 128);
    EXPECT_LT(image.pixel(66, 64)[0], image.pixel(110, 64)[0] - 10);
}

TEST_F(Renderer, DrawsTheSamePictureTwice) {
    scene.meshes.push_back(item(0, 40, flat(0.9f, 0.4f, 0.3f), 0.6));
    scene.meshes[0].material.tone_variation = 1.0f;
    const Image one = draw(scene, camera, Quality::Fine, 90, 70, 4);
    const Image two = draw(scene, camera, Quality::Fine, 90, 70, 4);
    EXPECT_EQ(one.width, 90);
    EXPECT_EQ(one.height, 70);
    EXPECT_EQ(one.rgba, two.rgba);
}

TEST_F(Renderer, RefusesASizeThatIsNoPicture) {
    EXPECT_FALSE(OffscreenTarget::create(0, 100, 0));
    EXPECT_FALSE(OffscreenTarget::create(100, 100000, 0));
}

TEST_F(Renderer, MovesThePointsOfAMesh) {
    Mesh mesh;
    mesh.points = {{-40, 0, -40}, {0, 0, 40}, {40, 0, -40}};
    mesh.normals.assign(3, {0, 1, 0});
    mesh.triangles = {{0, 1, 2}};
    auto gpu = std::make_shared<GpuMesh>(GpuMesh::upload(mesh));
    MeshItem made;
    made.mesh = gpu;
    made.material = flat(0.9f, 0, 0);
    scene.meshes.push_back(made);
    EXPECT_GT(draw(scene, camera).pixel(32, 40)[0], 150);
    for (Vec3& point : mesh.points) point.x += 200;
    gpu->move_points(mesh);
    EXPECT_EQ(draw(scene, camera).pixel(32, 40)[0], 0);
}

}  // namespace
}  // namespace dryrun::render
