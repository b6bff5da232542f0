using System.Text;
using Infra.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Kubernetes.Client.Kubeconfigs;

/// <summary>Parses kubeconfigs in YAML or JSON.</summary>
internal static class KubeconfigReader
{
    /// <summary>Reads a kubeconfig file. Relative paths in it are relative to its folder.</summary>
    /// <exception cref="KubeconfigException">The file cannot be read or is not a kubeconfig.</exception>
    public static Kubeconfig ReadFile(string path)
    {
        try
        {
            var full = Path.GetFullPath(path);
            return Parse(File.ReadAllText(full), full, Path.GetDirectoryName(full)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"the kubeconfig {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Parses a kubeconfig.</summary>
    /// <param name="content">YAML or JSON.</param>
    /// <param name="origin">The name of the kubeconfig in messages.</param>
    /// <param name="folder">The base of relative paths.</param>
    /// <exception cref="KubeconfigException">The content is not a kubeconfig.</exception>
    public static Kubeconfig Parse(string content, string origin, string folder)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new BoundedYamlParser(content));
        }
        catch (YamlException e)
        {
            // The parser's message may quote the line, which may contain a credential.
            throw new KubeconfigException($"{origin}:{e.Start.Line}: the kubeconfig is not valid YAML or JSON");
        }

        if (yaml.Documents.Count == 0)
        {
            return Kubeconfig.Empty with { Origin = origin };
        }

        if (yaml.Documents[0].RootNode is not YamlMappingNode root)
        {
            throw new KubeconfigException($"{origin}: a kubeconfig is a mapping with clusters, users and contexts");
        }

        return new Kubeconfig
        {
            Origin = origin,
            CurrentContext = Text(root, "current-context"),
            Clusters = Named(root, "clusters", "cluster", node => Cluster(node, folder)),
            Users = Named(root, "users", "user", node => User(node, folder, origin)),
            Contexts = Named(root, "contexts", "context", Context),
        };
    }

    private static KubeconfigContext Context(YamlMappingNode node) =>
        new(Text(node, "cluster") ?? "", Text(node, "user") ?? "", Text(node, "namespace"));

    private static KubeconfigCluster Cluster(YamlMappingNode node, string folder) =>
        new()
        {
            Server = Text(node, "server") ?? "",
            CertificateAuthorityPem = Decoded(node, "certificate-authority-data"),
            CertificateAuthorityFile = FilePath(node, "certificate-authority", folder),
            InsecureSkipTlsVerify = Text(node, "insecure-skip-tls-verify") == "true",
            TlsServerName = Text(node, "tls-server-name"),
            ProxyUrl = Text(node, "proxy-url"),
        };

    private static KubeconfigUser User(YamlMappingNode node, string folder, string origin) =>
        new()
        {
            Token = Text(node, "token"),
            TokenFile = FilePath(node, "tokenFile", folder),
            ClientCertificatePem = Decoded(node, "client-certificate-data"),
            ClientCertificateFile = FilePath(node, "client-certificate", folder),
            ClientKeyPem = Decoded(node, "client-key-data"),
            ClientKeyFile = FilePath(node, "client-key", folder),
            Username = Text(node, "username"),
            Password = Text(node, "password"),
            Impersonate = Text(node, "as"),
            ImpersonateGroups = Texts(node, "as-groups"),
            Exec = Child(node, "exec") is YamlMappingNode exec ? Exec(exec, folder, origin) : null,
            LegacyAuthProvider = Child(node, "auth-provider") is YamlMappingNode provider ? Text(provider, "name") ?? "" : null,
        };

    private static ExecPlugin Exec(YamlMappingNode node, string folder, string origin)
    {
        var command = Text(node, "command") ?? throw new KubeconfigException($"{origin}: an exec entry of a user needs a command");

        // As with kubectl, a command with a separator is relative to the file, one without is found in PATH.
        if (command.Contains('/', StringComparison.Ordinal) && !Path.IsPathRooted(command))
        {
            command = Path.Combine(folder, command);
        }

        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Child(node, "env") is YamlSequenceNode variables)
        {
            foreach (var variable in variables.OfType<YamlMappingNode>())
            {
                if (Text(variable, "name") is { } name)
                {
                    environment[name] = Text(variable, "value") ?? "";
                }
            }
        }

        return new ExecPlugin
        {
            ApiVersion = Text(node, "apiVersion") ?? "client.authentication.k8s.io/v1",
            Command = command,
            Arguments = Texts(node, "args"),
            Environment = environment,
            InstallHint = Text(node, "installHint"),
        };
    }

    private static Dictionary<string, T> Named<T>(YamlMappingNode root, string list, string key, Func<YamlMappingNode, T> read)
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        if (Child(root, list) is YamlSequenceNode entries)
        {
            foreach (var entry in entries.OfType<YamlMappingNode>())
            {
                if (Text(entry, "name") is { } name && Child(entry, key) is YamlMappingNode value)
                {
                    found.TryAdd(name, read(value));
                }
            }
        }

        return found;
    }

    private static YamlNode? Child(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private static string? Text(YamlMappingNode node, string key) =>
        Child(node, key) is YamlScalarNode { Value: { Length: > 0 } value } scalar
        && !(scalar.Style == ScalarStyle.Plain && value is "null" or "~")
            ? value
            : null;

    private static string[] Texts(YamlMappingNode node, string key) =>
        Child(node, key) is YamlSequenceNode list ? [.. list.OfType<YamlScalarNode>().Select(n => n.Value ?? "")] : [];

    private static string? FilePath(YamlMappingNode node, string key, string folder) =>
        Text(node, key) is { } path ? Path.GetFullPath(path, folder) : null;

    private static string? Decoded(YamlMappingNode node, string key)
    {
        if (Text(node, key) is not { } encoded)
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        }
        catch (FormatException)
        {
            throw new KubeconfigException($"{key} in the kubeconfig is not base64");
        }
    }
}
