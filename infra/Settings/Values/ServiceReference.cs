using System.Diagnostics.CodeAnalysis;

namespace Infra.Backend.Settings.Values;

/// <summary>A service that is called, or one of its ports: <c>orders</c>, <c>flagd:grpc</c>.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Port">The name of the port; null for all ports.</param>
internal sealed record ServiceReference(string Service, string? Port)
{
    /// <summary>Whether the addresses of the called ports become environment variables.</summary>
    public bool HasVariables { get; init; } = true;

    public static bool TryParse(string text, [NotNullWhen(true)] out ServiceReference? reference)
    {
        reference = text.Split(':') switch
        {
            [{ Length: > 0 } service] => new ServiceReference(service, null),
            [{ Length: > 0 } service, { Length: > 0 } port] => new ServiceReference(service, port),
            _ => null,
        };
        return reference is not null;
    }

    public override string ToString() => Port is null ? Service : $"{Service}:{Port}";
}
