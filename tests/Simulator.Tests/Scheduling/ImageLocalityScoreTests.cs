using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling;
using Infra.Simulator.Scheduling.Scores;

namespace Infra.Simulator.Tests.Scheduling;

public sealed class ImageLocalityScoreTests
{
    [Theory]
    // The size counts by the share of the nodes that have the image.
    [InlineData(2000, 4, 4, 1, 100)]
    [InlineData(2000, 1, 4, 1, 48)]
    [InlineData(500, 4, 4, 1, 48)]
    // What is less than 23 MB counts nothing.
    [InlineData(23, 4, 4, 1, 0)]
    [InlineData(10, 4, 4, 1, 0)]
    [InlineData(40, 2, 4, 1, 0)]
    // What is more than 1,000 MB per container counts as much.
    [InlineData(9000, 4, 4, 1, 100)]
    [InlineData(1000, 4, 4, 2, 49)]
    public void Score_OfANodeWithTheImage(long megabytes, int withImage, int nodes, int containers, long score)
    {
        var cluster = new ClusterNodes();
        for (var number = 0; number < nodes; number++)
        {
            cluster.Add(CreateNode($"node-{number}", number < withImage ? megabytes : null), []);
        }

        var scores = new ImageLocalityScore().Score(CreatePod(containers), cluster.All, new NodeView(cluster));

        Assert.Equal(Enumerable.Range(0, nodes).Select(number => number < withImage ? score : 0), scores);
    }

    private static Node CreateNode(string name, long? megabytes)
    {
        JsonArray images = megabytes is { } size
            ? [new JsonObject { ["names"] = new JsonArray("app:1"), ["sizeBytes"] = size * 1024 * 1024 }]
            : [];
        return new Node(
            new KubeObject(
                GroupResource.Nodes,
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = name },
                    ["status"] = new JsonObject { ["images"] = images },
                },
                1
            )
        );
    }

    // Only the first container has the image.
    private static PodRequirements CreatePod(int containers)
    {
        JsonArray list =
        [
            .. Enumerable
                .Range(0, containers)
                .Select(number => new JsonObject { ["name"] = $"c{number}", ["image"] = number == 0 ? "app:1" : $"other:{number}" }),
        ];
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = "p",
                ["namespace"] = "default",
                ["uid"] = "p",
            },
            ["spec"] = new JsonObject { ["containers"] = list },
        };
        return new PodRequirements(new Pod(new KubeObject(GroupResource.Pods, body, 1)));
    }
}
