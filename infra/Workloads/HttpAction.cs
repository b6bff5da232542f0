using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Workloads;

/// <summary>Requests of the kubelet to a container.</summary>
internal static class HttpAction
{
    public static HTTPGetActionArgs Create(
        string path,
        ContainerPort port,
        ProbeScheme scheme,
        ImmutableArray<KeyValuePair<string, string>> headers
    )
    {
        var action = new HTTPGetActionArgs { Path = path, Port = Port(port) };
        if (scheme == ProbeScheme.Https)
        {
            action.Scheme = "HTTPS";
        }

        if (!headers.IsEmpty)
        {
            action.HttpHeaders = headers.Select(header => new HTTPHeaderArgs { Name = header.Key, Value = header.Value }).ToArray();
        }

        return action;
    }

    /// <summary>The port by its name, if it is one of the container's own.</summary>
    public static InputUnion<int, string> Port(ContainerPort port) => port.Name is { } name ? (InputUnion<int, string>)name : port.Number;
}
