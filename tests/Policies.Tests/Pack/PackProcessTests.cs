using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Infra.Policies.Tests.Support;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Infra.Policies.Tests.Pack;

/// <summary>The pack as Pulumi's language host starts it: built before, run by its project from the program's folder, the engine's address as its argument.</summary>
public sealed class PackProcessTests
{
    [Fact]
    public async Task Pack_RunByItsProject_WritesThePortAlone_Answers_AndEndsWhenCancelled()
    {
        using var pack = Process.Start(new ProcessStartInfo(
            "dotnet", ["run", "--no-build", "--configuration", BuildFacts.Configuration, "--project", BuildFacts.PolicyProject, "--", "127.0.0.1:1"])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
        })!;
        try
        {
            var line = await pack.StandardOutput.ReadLineAsync();
            Assert.Matches("^[0-9]+$", line);
            using var channel = new GrpcChannel($"127.0.0.1:{line}");
            await channel.UnaryAsync(AnalyzerMethods.Handshake, new AnalyzerHandshakeRequest { EngineAddress = "127.0.0.1:1", RootDirectory = BuildFacts.PolicyProject, ProgramDirectory = BuildFacts.PolicyProject });
            Assert.NotEmpty((await channel.UnaryAsync(AnalyzerMethods.GetAnalyzerInfo, new Empty())).Policies);

            await channel.UnaryAsync(AnalyzerMethods.Cancel, new Empty());

            Assert.Empty(await pack.StandardOutput.ReadToEndAsync());
            await pack.WaitForExitAsync();
            Assert.Equal(0, pack.ExitCode);
        }
        finally
        {
            if (!pack.HasExited)
                pack.Kill(entireProcessTree: true);
        }
    }
}
