using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Programs;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Benchmarks.Engine;

/// <summary>A program that registers so many resources at once, over the wire but in this process.</summary>
internal sealed class ManyResources(int count) : IProgram
{
    private static readonly ByteString Properties = ByteString.CopyFrom(
        StructEncoder.Encode(PropertyMap.Empty.SetItem("name", "value").SetItem("size", 3), StructConversion.Lossless)
    );

    public async Task<ProgramResult> RunAsync(
        ProgramEnvironment environment,
        Action<string, bool> output,
        CancellationToken cancellationToken
    )
    {
        using var channel = new GrpcChannel(environment.MonitorAddress);
        var stack = await channel.UnaryAsync(
            ResourceMonitorMethods.RegisterResource,
            new RegisterResourceRequest { Type = "pulumi:pulumi:Stack", Name = $"{environment.Project}-{environment.Stack}" },
            cancellationToken: cancellationToken
        );
        await Task.WhenAll(
            Enumerable
                .Range(0, count)
                .Select(index =>
                    channel.UnaryAsync(
                        ResourceMonitorMethods.RegisterResource,
                        new RegisterResourceRequest
                        {
                            Type = "nothing:index:Thing",
                            Name = $"thing-{index}",
                            Custom = true,
                            Parent = stack.Urn,
                            Object = Properties,
                            AcceptSecrets = true,
                            AcceptResources = true,
                            Version = "1.0.0",
                        },
                        cancellationToken: cancellationToken
                    )
                )
        );
        await channel.UnaryAsync(ResourceMonitorMethods.SignalAndWaitForShutdown, new Empty(), cancellationToken: cancellationToken);
        return ProgramResult.Succeeded;
    }
}
