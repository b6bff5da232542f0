using System.Text;

namespace Infra.Backend.Planning.K3s;

/// <summary>Writes the kubeconfig of a cluster's administrator, which its certificate authorities determine.</summary>
internal static class K3sKubeconfig
{
    public static string Write(string name, string server, K3sIdentity identity) =>
        $"""
            apiVersion: v1
            kind: Config
            clusters:
              - name: {name}
                cluster:
                  server: {server}
                  certificate-authority-data: {Encode(identity.Server.Certificate)}
            users:
              - name: {name}
                user:
                  client-certificate-data: {Encode(identity.Administrator.Certificate)}
                  client-key-data: {Encode(identity.Administrator.Key)}
            contexts:
              - name: {name}
                context:
                  cluster: {name}
                  user: {name}
            current-context: {name}

            """;

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
