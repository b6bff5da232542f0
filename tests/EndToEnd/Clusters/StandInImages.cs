using System.Globalization;
using Engine.Tests.Docker.Real;

namespace EndToEnd.Clusters;

/// <summary>
/// Images that play the parts of K3s and HAProxy, since K3s needs privileges: they require the files that the real ones read, and pass
/// connections on to a simulated cluster.
/// </summary>
internal static class StandInImages
{
    private const string Balancer = """
        #!/bin/sh
        target=$(sed -n 's/^ *server server-1 \(.*\):6443$/\1/p' /usr/local/etc/haproxy/haproxy.cfg)
        exec nc -ll -p 6443 -e nc "$target" 6443
        """;

    private const string Agent = """
        #!/bin/sh
        test -s /etc/rancher/k3s/token && grep -q '^server: ' /etc/rancher/k3s/config.yaml && exec sleep 100000
        """;

    /// <summary>What the health checks call.</summary>
    private const string Kubectl = """
        #!/bin/sh
        for last in "$@"; do :; done
        test "$last" = /readyz || grep -q "^node-name: \"$last\"" /etc/rancher/k3s/config.yaml
        """;

    /// <summary>Imports the images.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="versions">The tags of K3s.</param>
    /// <param name="address">The address of this machine in the containers' network.</param>
    /// <param name="port">The port on which this machine passes connections to the simulated cluster.</param>
    public static async Task ImportAsync(RealEngine engine, IEnumerable<string> versions, string address, int port)
    {
        await engine.ImportAsync("haproxy:3.0", new Dictionary<string, string> { ["/bin/balance"] = Balancer }, "/bin/balance");
        var scripts = new Dictionary<string, string>
        {
            ["/bin/server"] = string.Create(
                CultureInfo.InvariantCulture,
                $"""
                #!/bin/sh
                set -e
                test -s /etc/rancher/k3s/token
                test -s /etc/rancher/k3s/agent-token
                grep -q '^cluster-init: true' /etc/rancher/k3s/config.yaml
                test -s /var/lib/rancher/k3s/server/tls/server-ca.crt
                test -s /var/lib/rancher/k3s/server/tls/etcd/peer-ca.key
                exec nc -ll -p 6443 -e nc {address} {port}
                """
            ),
            ["/bin/agent"] = Agent,
            ["/bin/kubectl"] = Kubectl,
        };
        foreach (var version in versions)
        {
            await engine.ImportAsync($"rancher/k3s:{version}", scripts, null);
        }
    }
}
