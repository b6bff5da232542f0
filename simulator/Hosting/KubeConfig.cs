using System.Text;

namespace Infra.Simulator.Hosting;

/// <summary>The kubeconfig of a cluster.</summary>
internal static class KubeConfig
{
    /// <summary>The kubeconfig of a user with a token.</summary>
    public static string Create(string clusterName, Uri server, string authorityPem, string token) =>
        Create(clusterName, server, authorityPem, [$"token: {token}"]);

    /// <summary>The kubeconfig of a user with a client certificate, in PEM.</summary>
    public static string Create(string clusterName, Uri server, string authorityPem, string certificate, string key) =>
        Create(clusterName, server, authorityPem, [$"client-certificate-data: {Encode(certificate)}", $"client-key-data: {Encode(key)}"]);

    private static string Create(string clusterName, Uri server, string authorityPem, string[] credentials) =>
        $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: "{clusterName}"
              cluster:
                server: {server.GetLeftPart(UriPartial.Authority)}
                certificate-authority-data: {Encode(authorityPem)}
            users:
            - name: "{clusterName}"
              user:
                {string.Join("\n    ", credentials)}
            contexts:
            - name: "{clusterName}"
              context:
                cluster: "{clusterName}"
                user: "{clusterName}"
            current-context: "{clusterName}"

            """;

    private static string Encode(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));
}
