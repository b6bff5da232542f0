using Infra.Policies.Tests.Support;
using Infra.PolicyPacks.Tests.Support;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Infra.Policies.Tests.Pack;

public sealed class PackProcessTests
{
    [Fact]
    public async Task Pack_RunByItsProject_WritesThePortAlone_Answers_AndEndsWhenCancelled()
    {
        using var pack = await PackProcess.StartAsync(BuildMetadata.PolicyProject, BuildMetadata.Configuration);

        Assert.Matches("^[0-9]+$", pack.FirstLine);
        await pack.Channel.UnaryAsync(
            AnalyzerMethods.Handshake,
            new AnalyzerHandshakeRequest
            {
                EngineAddress = "127.0.0.1:1",
                RootDirectory = BuildMetadata.PolicyProject,
                ProgramDirectory = BuildMetadata.PolicyProject,
            }
        );
        Assert.NotEmpty((await pack.Channel.UnaryAsync(AnalyzerMethods.GetAnalyzerInfo, new())).Policies);
        Assert.Equal((0, ""), await pack.CancelAsync());
    }
}
