using System.Net.Sockets;
using System.Security.Authentication;

namespace Infra.Engine.Docker.Client;

/// <summary>Describes why an engine cannot be reached, with the cure.</summary>
internal static class ConnectionProblem
{
    public static string Describe(EngineAddress address, IEnumerable<Exception> causes)
    {
        var all = causes.ToList();
        var socket = all.OfType<SocketException>().FirstOrDefault()?.SocketErrorCode;
        return address.Transport switch
        {
            EngineTransport.Unix when socket == SocketError.AccessDenied =>
                $"no permission on the socket of the Docker engine at {address}: add the user to the group that owns it (`sudo usermod -aG "
                    + "docker $USER`, then log in again), or use an engine of your own, such as rootless Docker",
            EngineTransport.Unix when socket is not null =>
                $"no Docker engine at {address}: start it, e.g. with `sudo systemctl start docker`, or name another one with the provider's "
                    + "`host` or `context`, or DOCKER_HOST",
            EngineTransport.Ssh => $"no Docker engine at {address}: {Last(all)}. Try `ssh {address.Host} docker version`",
            EngineTransport.Tcp when all.OfType<AuthenticationException>().FirstOrDefault() is { } refused =>
                $"no trust between this machine and the Docker engine at {address}: {refused.Message} Check caMaterial, certMaterial and "
                    + "keyMaterial, or the folder certPath",
            EngineTransport.Tcp when address.Certificates is null && socket is null =>
                $"the Docker engine at {address} closed the connection: {Last(all)}. If it expects TLS, set certPath or the certificates",
            _ => $"no Docker engine at {address}: {Last(all)}. Check that it runs there and that the port is open",
        };
    }

    private static string Last(List<Exception> causes) => causes[^1].Message.TrimEnd('.');
}
