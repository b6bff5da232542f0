using System.Web;
using YamlDotNet.RepresentationModel;

namespace EndToEnd.Monitoring;

/// <summary>
/// The deployed Prometheus configuration, adapted to run outside the cluster: with the API server's address and credentials, the rules and
/// an Alertmanager of the test. Targets are not scraped: requests to them go to a proxy that does not exist.
/// </summary>
internal sealed class ConfigurationUnderTest
{
    private readonly YamlMappingNode _root;
    private readonly string _folder;

    public ConfigurationUnderTest(string deployed, string folder, ClusterAccess cluster)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(deployed));
        _root = (YamlMappingNode)stream.Documents[0].RootNode;
        _folder = folder;
        Write("ca.crt", cluster.Authority);
        Write("token", cluster.Token);
        var proxy = $"http://127.0.0.1:{Loopback.FreePort()}";
        foreach (var job in Jobs)
        {
            job.Children["proxy_url"] = proxy;
            job.Children.Remove("scrape_interval");
            Relocate(job);
        }

        ((YamlMappingNode)_root["global"]).Children["scrape_interval"] = "1s";
        ((YamlMappingNode)_root["global"]).Children["evaluation_interval"] = "1s";
    }

    private IEnumerable<YamlMappingNode> Jobs => ((YamlSequenceNode)_root["scrape_configs"]).Cast<YamlMappingNode>();

    /// <summary>Points Kubernetes service discovery to the simulated cluster.</summary>
    public void DiscoverIn(ClusterAccess cluster)
    {
        foreach (var discovery in Jobs.SelectMany(Discoveries))
        {
            discovery.Children["api_server"] = cluster.Server.GetLeftPart(UriPartial.Authority);
            discovery.Children["authorization"] = new YamlMappingNode { { "credentials_file", Path.Combine(_folder, "token") } };
            discovery.Children["tls_config"] = new YamlMappingNode { { "ca_file", Path.Combine(_folder, "ca.crt") } };
        }
    }

    /// <summary>Replaces Kubernetes service discovery by HTTP service discovery.</summary>
    public void DiscoverAt(string address)
    {
        foreach (var job in Jobs)
        {
            var discoveries = Discoveries(job)
                .Select(discovery => new YamlMappingNode { { "url", $"{address}/?{Query(discovery)}" }, { "refresh_interval", "5s" } })
                .ToArray();
            if (discoveries.Length > 0)
            {
                job.Children["http_sd_configs"] = new YamlSequenceNode(discoveries);
                job.Children.Remove("kubernetes_sd_configs");
            }
        }
    }

    /// <summary>
    /// Scrapes nodes, pods and the API server through the address of the API, since the addresses of simulated nodes and pods lead nowhere.
    /// </summary>
    public void ScrapeThrough(ClusterAccess cluster)
    {
        foreach (var job in Jobs.Where(job => !job.Children.ContainsKey("static_configs")))
        {
            job.Children.Remove("proxy_url");
            job.Children["scheme"] = "https";
            job.Children["authorization"] = new YamlMappingNode { { "credentials_file", Path.Combine(_folder, "token") } };
            job.Children["tls_config"] = new YamlMappingNode { { "ca_file", Path.Combine(_folder, "ca.crt") } };
            var rules = (YamlSequenceNode)job["relabel_configs"];
            rules.Add(Relabel("instance", "$1", "@(.+)", "instance", "__address__"));
            rules.Add(
                Relabel(
                    "__metrics_path__",
                    "/api/v1/namespaces/$1/pods/$2:$3/proxy$4",
                    "(.+)@(.+)@.*:([0-9]+)@(.+)",
                    "__meta_kubernetes_namespace",
                    "__meta_kubernetes_pod_name",
                    "__address__",
                    "__metrics_path__"
                )
            );
            rules.Add(
                Relabel("__metrics_path__", "/api/v1/nodes/$1/proxy$2", "(.+)@(.+)", "__meta_kubernetes_node_name", "__metrics_path__")
            );
            rules.Add(Relabel("__address__", cluster.Server.Authority, "(.*)"));
        }

        static YamlMappingNode Relabel(string target, string replacement, string regex, params string[] sources) =>
            new()
            {
                { "source_labels", new YamlSequenceNode(sources.Select(source => new YamlScalarNode(source))) },
                { "separator", "@" },
                { "regex", regex },
                { "target_label", target },
                { "replacement", replacement },
            };
    }

    /// <summary>Adds the rules, without the <c>for</c> of their alerts.</summary>
    public void Evaluate(IReadOnlyDictionary<string, string> rules)
    {
        foreach (var (name, text) in rules)
        {
            var file = new YamlStream();
            file.Load(new StringReader(text));
            var groups = (YamlSequenceNode)file.Documents[0].RootNode["groups"];
            foreach (var rule in groups.SelectMany(group => (YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>())
            {
                rule.Children.Remove("for");
            }

            using var written = new StringWriter();
            file.Save(written, assignAnchors: false);
            Write(name, written.ToString());
        }

        _root.Children["rule_files"] = new YamlSequenceNode(Path.Combine(_folder, "*.yaml"));
    }

    public void AlertAt(string hostAndPort) =>
        ((YamlMappingNode)_root["alerting"]).Children["alertmanagers"] = new YamlSequenceNode(
            new YamlMappingNode
            {
                { "static_configs", new YamlSequenceNode(new YamlMappingNode { { "targets", new YamlSequenceNode(hostAndPort) } }) },
            }
        );

    /// <summary>Removes the external labels, which vmagent adds to every target.</summary>
    public void LeaveOutExternalLabels() => ((YamlMappingNode)_root["global"]).Children.Remove("external_labels");

    public string Save()
    {
        using var written = new StringWriter();
        new YamlStream(new YamlDocument(_root)).Save(written, assignAnchors: false);
        return Write("prometheus.yml", written.ToString());
    }

    private static IEnumerable<YamlMappingNode> Discoveries(YamlMappingNode job) =>
        job.Children.TryGetValue("kubernetes_sd_configs", out var discoveries)
            ? ((YamlSequenceNode)discoveries).Cast<YamlMappingNode>()
            : [];

    private static string Query(YamlMappingNode discovery)
    {
        var query = HttpUtility.ParseQueryString("");
        query["role"] = discovery["role"].ToString();
        if (discovery.Children.TryGetValue("namespaces", out var namespaces))
        {
            query["namespace"] = namespaces["names"][0].ToString();
        }

        if (discovery.Children.TryGetValue("selectors", out var selectors))
        {
            query["labels"] = selectors[0]["label"].ToString();
        }

        return query.ToString()!;
    }

    /// <summary>Replaces paths of files that are mounted into every pod by files in the test's folder.</summary>
    private void Relocate(YamlMappingNode node)
    {
        foreach (var (key, value) in node.Children.ToArray())
        {
            if (value is YamlMappingNode inner)
            {
                Relocate(inner);
            }
            else if (
                value is YamlScalarNode { Value: { } path }
                && path.StartsWith("/var/run/secrets/kubernetes.io/serviceaccount/", StringComparison.Ordinal)
            )
            {
                node.Children[key] = Path.Combine(_folder, Path.GetFileName(path));
            }
        }
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
