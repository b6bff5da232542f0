using System.Net;
using Infra.Simulator.Api;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Hosting;

/// <summary>
/// The host names that requests may be for: those of this machine and of the cluster's own service. A web page that makes its name resolve
/// to this machine cannot use the server through a browser.
/// </summary>
internal static class RequestHosts
{
    private const string Service = "kubernetes";

    public static bool IsAllowed(HostString host)
    {
        var name = host.Host;
        return IPAddress.TryParse(name.Trim('[', ']'), out _)
            || name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.Equals(Service, StringComparison.Ordinal)
            || name.StartsWith(Service + ".", StringComparison.Ordinal);
    }

    public static StatusException CreateError(HostString host) =>
        new(StatusCodes.Status421MisdirectedRequest, "", $"the host \"{host.Host}\" of the request is not one of this server");
}
