using System.Text.Json.Nodes;
using Infra.Simulator.Api.Warnings;

namespace Infra.Simulator.Tests.Api;

/// <summary>Warnings about pods that no recording covers.</summary>
public sealed class PodWarningTests
{
    [Fact]
    public void Warnings_AboutProjectedFiles_NameTheSourcesOfBoth()
    {
        var warnings = Warn(
            """
            {"volumes":[{"name":"v","projected":{"sources":[
             {"clusterTrustBundle":{"signerName":"s","path":"test/test"}},
             {"downwardAPI":{"items":[{"path":"test"}]}},
             {"secret":{"name":"t","items":[{"key":"k","path":"test"},{"key":"l","path":"tests"}]}}]}}]}
            """
        );

        Assert.Equal(
            [
                "volume \"v\" (Projected): overlapping paths: \"test\" (DownwardAPI) with \"test/test\" (ClusterTrustBundle \"s\")",
                "volume \"v\" (Projected): overlapping paths: \"test\" (Secret \"t\") with \"test/test\" (ClusterTrustBundle \"s\")",
                "volume \"v\" (Projected): overlapping paths: \"test\" (Secret \"t\") with \"test\" (DownwardAPI)",
            ],
            warnings
        );
    }

    [Fact]
    public void Warnings_AboutAPortName_NameItsFirstUse()
    {
        var warnings = Warn(
            """
            {"initContainers":[{"name":"i","ports":[{"name":"p","containerPort":1,"protocol":"TCP"}]}],
             "containers":[{"name":"c","ports":[{"name":"p","containerPort":2,"protocol":"TCP"}]}]}
            """
        );

        const string First = "spec.initContainers[0].ports[0]";
        Assert.Equal(
            [
                $"spec.containers[0].ports[0]: duplicate port name \"p\" with {First}, "
                    + $"services and probes that select ports by name will use {First}",
            ],
            warnings
        );
    }

    [Fact]
    public void Warnings_AboutAnEphemeralVolume_CoverFractionsOfBytes()
    {
        var warnings = Warn(
            """{"volumes":[{"name":"v","ephemeral":{"volumeClaimTemplate":{"spec":{"resources":{"requests":{"storage":"200m"}}}}}}]}"""
        );

        Assert.Equal(
            [
                "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value \"200m\" is "
                    + "invalid, must be an integer",
            ],
            warnings
        );
    }

    private static List<string> Warn(string spec)
    {
        var warnings = new List<string>();
        PodWarnings.Add("", new JsonObject { ["spec"] = JsonNode.Parse(spec) }, warnings);
        return warnings;
    }
}
