using Google.Protobuf.Reflection;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;

namespace Sdk.Tests.Protocol.Messages;

/// <summary>The tables of methods match the services of the .proto files.</summary>
public sealed class MethodTableTests
{
    public static TheoryData<string> Services => ["ResourceMonitor", "Engine", "Callbacks", "Analyzer"];

    [Theory]
    [MemberData(nameof(Services))]
    public void Table_OfAService_HasExactlyItsMethods(string service)
    {
        var descriptor = Descriptor(service);
        var table = Table(service);

        Assert.Equal(
            descriptor
                .Methods.Select(method =>
                    $"/{descriptor.FullName}/{method.Name}({method.InputType.ClrType.Name}) {method.OutputType.ClrType.Name}"
                )
                .Order(),
            table.GetProperties().Select(property => Describe(property.Name, property.GetValue(null)!)).Order()
        );
    }

    private static ServiceDescriptor Descriptor(string service) =>
        new[] { ResourceReflection.Descriptor, EngineReflection.Descriptor, CallbackReflection.Descriptor, AnalyzerReflection.Descriptor }
            .SelectMany(file => file.Services)
            .Single(descriptor => descriptor.Name == service);

    private static Type Table(string service) =>
        service switch
        {
            "ResourceMonitor" => typeof(ResourceMonitorMethods),
            "Engine" => typeof(EngineMethods),
            "Callbacks" => typeof(CallbacksMethods),
            _ => typeof(AnalyzerMethods),
        };

    private static string Describe(string property, object method)
    {
        var type = method.GetType();
        Assert.Equal(typeof(GrpcMethod<,>), type.GetGenericTypeDefinition());
        Assert.EndsWith("/" + property, method.ToString(), StringComparison.Ordinal);
        return $"{method}({type.GenericTypeArguments[0].Name}) {type.GenericTypeArguments[1].Name}";
    }
}
