using Infra.Backend.Loading;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Vocabulary;
using Infra.Kubernetes.Schema;

namespace Infra.Tests.Settings.Vocabulary;

public class ForeignWordTests
{
    private static readonly SettingsType Service = SettingsType.Get(typeof(ServiceSettings));

    /// <summary>
    /// The keys of a service in the Compose specification (https://github.com/compose-spec/compose-spec/blob/main/05-services.md).
    /// </summary>
    private const string Compose = """
        annotations attach build blkio_config cpu_count cpu_percent cpu_shares cpu_period cpu_quota cpu_rt_runtime cpu_rt_period cpus cpuset cap_add
        cap_drop cgroup cgroup_parent command configs container_name credential_spec depends_on deploy develop device_cgroup_rules devices dns dns_opt
        dns_search domainname driver_opts entrypoint env_file environment expose extends external_links extra_hosts gpus group_add healthcheck hostname
        image init ipc isolation label_file labels links logging mac_address mem_limit mem_reservation mem_swappiness memswap_limit models network_mode
        networks oom_kill_disable oom_score_adj pid pids_limit platform ports post_start pre_stop privileged profiles provider pull_policy read_only
        restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits
        use_api_socket user userns_mode uts volumes volumes_from working_dir
        """;

    /// <summary>The keys of the values that <c>helm create</c> writes, and of widespread charts.</summary>
    private const string Helm = """
        replicaCount image imagePullSecrets nameOverride fullnameOverride serviceAccount podAnnotations podLabels podSecurityContext securityContext
        service ingress httpRoute resources livenessProbe readinessProbe startupProbe autoscaling volumes volumeMounts nodeSelector tolerations affinity
        extraEnvVars extraVolumes extraVolumeMounts initContainers sidecars persistence podDisruptionBudget networkPolicy serviceMonitor rbac
        commonLabels commonAnnotations existingSecret updateStrategy containerPorts priorityClassName topologySpreadConstraints lifecycleHooks
        """;

    public static TheoryData<string> ForeignKeys { get; } =
    [
        .. Compose
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Concat(Helm.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Distinct(),
    ];

    public static TheoryData<string> KubernetesFields { get; } =
    [
        .. new[] { "core.v1.PodSpec", "core.v1.Container", "apps.v1.DeploymentSpec", "apps.v1.StatefulSetSpec", "batch.v1.JobSpec" }
            .SelectMany(type =>
                SchemaFile.Instance.Definitions.GetProperty($"io.k8s.api.{type}").GetProperty("properties").EnumerateObject()
            )
            .Select(property => property.Name)
            .Distinct(),
    ];

    [Theory]
    [MemberData(nameof(ForeignKeys))]
    public void AKeyOfComposeOrHelm_IsOurs_OrHasAnAnswer(string key) => AssertAnswered(key);

    [Theory]
    [MemberData(nameof(KubernetesFields))]
    public void AFieldOfKubernetes_IsOurs_OrHasAnAnswer(string key) => AssertAnswered(key);

    [Theory]
    [InlineData("services: {s: {image: a:1, port: 80, replicaCount: 2}}", "services.s.replicaCount", "write 'replicas: …'")]
    [InlineData(
        "services: {s: {image: a:1, port: 80, environment: {A: b}}}",
        "services.s.environment",
        "write 'env: …', one 'NAME: value' to a line"
    )]
    [InlineData(
        "services: {s: {image: a:1, port: 80, depends_on: [x]}}",
        "services.s.depends_on",
        "write 'calls: …', the services it connects to"
    )]
    [InlineData("services: {s: {image: a:1, port: 80, livenessProbe: {}}}", "services.s.livenessProbe", "write 'health: {liveness: …}'")]
    [InlineData("services: {s: {image: a:1, port: 80, minReplicas: 2}}", "services.s.minReplicas", "write 'scaling: {min: …}'")]
    [InlineData("services: {s: {image: a:1, port: 80, ingress: {}}}", "services.s.ingress", "write 'traffic: {hosts: …}'")]
    [InlineData(
        "services: {s: {image: a:1, port: 80, ingressClassName: nginx}}",
        "services.s.ingressClassName",
        "write 'loadBalancing: {backend: ingress, ingressClass: …}' at the top level"
    )]
    [InlineData(
        "services: {s: {image: a:1, port: 80, traffic: {className: nginx}}}",
        "services.s.traffic.className",
        "write 'loadBalancing: {backend: ingress, ingressClass: …}' at the top level"
    )]
    [InlineData(
        "services: {s: {image: a:1, port: 80}}\nloadBalancing: {ingressClassName: nginx}",
        "loadBalancing.ingressClassName",
        "write 'ingressClass: …'"
    )]
    [InlineData(
        "services: {s: {image: a:1, port: 80}}\nloadBalancing: {className: nginx}",
        "loadBalancing.className",
        "write 'ingressClass: …', or 'gatewayClass'"
    )]
    [InlineData(
        "services: {s: {image: a:1, port: 80}}\ningressClassName: nginx",
        "ingressClassName",
        "write 'loadBalancing: {ingressClass: …}'"
    )]
    [InlineData("services: {s: {image: a:1, port: 80, volume_mounts: []}}", "services.s.volume_mounts", "write 'volumes: …'")]
    [InlineData(
        "services: {s: {image: {repository: a}, port: 80}}",
        "services.s.image.repository",
        "write 'reference: …', as repository:tag"
    )]
    [InlineData("services: {s: {image: a:1, port: 80, scaling: {maxReplicas: 3}}}", "services.s.scaling.maxReplicas", "write 'max: …'")]
    [InlineData("services: {s: {image: a:1, port: 80, health: {httpGet: {}}}}", "services.s.health.httpGet", "write 'path: …'")]
    [InlineData("services: {s: {image: a:1, port: 80, detectWithin: 9s}}", "services.s.detectWithin", "write it under 'health'")]
    [InlineData("services: {s: {image: a:1, port: 80}}\nfault_tolerance: critical", "fault_tolerance", "write 'faultTolerance'")]
    [InlineData(
        "services: {s: {image: a:1, port: 80}}\nreplicas: 3",
        "replicas",
        "write 'replicas: …' in a service: 'services: {<name>: {…}}'"
    )]
    [InlineData(
        "services: {s: {image: a:1, port: 80}}\nreplicaCount: 3",
        "replicaCount",
        "write 'replicas: …' in a service: 'services: {<name>: {…}}'"
    )]
    [InlineData("services: {s: {image: a:1, port: 80}}\nversion: '3'", "version", "Compose's version has no meaning here; remove it")]
    [InlineData(
        "services: {s: {image: a:1, port: 80, qwertyuiop: 1}}",
        "services.s.qwertyuiop",
        "docs/catalogue/README.md lists the settings; an editor completes them with stacks/schema.json"
    )]
    public void AForeignWord_IsAnsweredWithOurWord_AtItsLevel(string catalogue, string path, string cure)
    {
        var error = Assert.Single(
            Assert
                .Throws<InvalidSettingsException>(() =>
                    SettingsLoader.Load(StackSources.Simulated($"name: shop\nsizes: {{small: {{}}}}\n{catalogue}\n", ""))
                )
                .Errors
        );

        Assert.Equal((path, "there is no such setting", cure), (error.Path.ToString(), error.Problem, error.Cure));
    }

    private static void AssertAnswered(string key) =>
        Assert.True(
            Service[key] is not null
                || UnknownKey.FindWord(typeof(ServiceSettings), key) is not null
                || Service.Keys.Any(own =>
                    string.Equals(own, key.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)
                ),
            $"add '{key}' to {nameof(ServiceWords)}"
        );
}
