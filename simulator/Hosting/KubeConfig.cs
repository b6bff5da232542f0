using System.Text;

namespace Infra.Simulator.Hosting;

/// <summary>The kubeconfig of a cluster.</summary>
internal static class KubeConfig
{
    public static string Create(string clusterName, Uri server, string authorityPem, string token) =>
        $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: {clusterName}
              cluster:
                server: {server.GetLeftPart(UriPartial.Authority)}
                certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(authorityPem))}
            users:
            - name: {clusterName}
              user:
                token: {token}
            contexts:
            - name: {clusterName}
              context:
                cluster: {clusterName}
                user: {clusterName}
            current-context: {clusterName}

            """;
}
