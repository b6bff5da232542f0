using Infra.Tests.Settings;

namespace Infra.Tests.Workloads;

/// <summary>Hooks, folders, termination messages, host names, name resolution and devices of pods.</summary>
public class PodTests
{
    [Fact]
    public async Task AService_HasItsProcess_AndItsHookReplacesTheDrain()
    {
        var pod = await Pod(
            "workingDir: /srv, terminationMessage: fallbackToLogsOnError, lifecycle: {postStart: {command: [/warm]}, preStop: {path: /drain, scheme: https, headers: {X-A: b}}}, shutdown: {drain: 7s, finish: 8s}"
        );

        var container = new Inputs(pod["containers[0]"]);
        Assert.Equal(("/srv", "FallbackToLogsOnError"), (container["workingDir"], container["terminationMessagePolicy"]));
        Assert.Null(container["terminationMessagePath"]);
        Assert.Equal("/warm", container["lifecycle.postStart.exec.command[0]"]);
        Assert.Equal(
            ("/drain", "http", "HTTPS", "X-A", "b"),
            (
                container["lifecycle.preStop.httpGet.path"],
                container["lifecycle.preStop.httpGet.port"],
                container["lifecycle.preStop.httpGet.scheme"],
                container["lifecycle.preStop.httpGet.httpHeaders[0].name"],
                container["lifecycle.preStop.httpGet.httpHeaders[0].value"]
            )
        );
        Assert.Null(container["lifecycle.preStop.sleep"]);
        Assert.Equal(15d, pod["terminationGracePeriodSeconds"]);
    }

    [Fact]
    public async Task AHookAfterTheStart_KeepsTheDrain()
    {
        var container = new Inputs((await Pod("lifecycle: {postStart: {sleep: 2s}}, shutdown: {drain: 7s}"))["containers[0]"]);

        Assert.Equal((2d, 7d), (container["lifecycle.postStart.sleep.seconds"], container["lifecycle.preStop.sleep.seconds"]));
    }

    [Fact]
    public async Task Sidecars_AndInitContainers_HaveTheirOwnProcess()
    {
        var pod = await Pod(
            "sidecars: {proxy: {image: \"p:1\", port: 9901, lifecycle: {preStop: {port: 9901}}, workingDir: /p}}, init: {assets: {image: \"a:1\", workingDir: /a, terminationMessage: {path: /tmp/end}}}"
        );

        Assert.Equal(
            ("/p", "/", 9901d),
            (
                pod["initContainers[0].workingDir"],
                pod["initContainers[0].lifecycle.preStop.httpGet.path"],
                pod["initContainers[0].lifecycle.preStop.httpGet.port"]
            )
        );
        Assert.Equal(("/a", "/tmp/end"), (pod["initContainers[1].workingDir"], pod["initContainers[1].terminationMessagePath"]));
    }

    [Fact]
    public async Task Names_OfThePod_AndOfOthers()
    {
        var plan = await RecordedPlan.ForServices(
            "api: {image: \"a:1\", port: 80, hostname: mail, shareProcessNamespace: true, hostAliases: {10.0.0.5: [db.example.com, db], \"fd00::1\": [six]}, dns: {policy: none, nameservers: [10.0.0.53, \"fd00::53\"], searches: [example.com], options: {ndots: 2, edns0: \"\"}}}"
        );

        var pod = new Inputs(plan.Get("Deployment", "api")["spec.template.spec"]);
        Assert.Equal(("mail", true), (pod["hostname"], pod["shareProcessNamespace"]));
        Assert.Equal(
            ("10.0.0.5", "db.example.com", "db", "fd00::1"),
            (pod["hostAliases[0].ip"], pod["hostAliases[0].hostnames[0]"], pod["hostAliases[0].hostnames[1]"], pod["hostAliases[1].ip"])
        );
        Assert.Equal(
            ("None", "10.0.0.53", "example.com", "ndots", "2", "edns0"),
            (
                pod["dnsPolicy"],
                pod["dnsConfig.nameservers[0]"],
                pod["dnsConfig.searches[0]"],
                pod["dnsConfig.options[0].name"],
                pod["dnsConfig.options[0].value"],
                pod["dnsConfig.options[1].name"]
            )
        );
        Assert.Null(pod["dnsConfig.options[1].value"]);
        var egress = plan.Get("NetworkPolicy", "api").List("spec.egress").Single();
        Assert.Equal(["10.0.0.53/32", "fd00::53/128"], egress.List("to").Select(peer => peer["ipBlock.cidr"]));
        Assert.Equal([(53d, "UDP"), (53d, "TCP")], egress.List("ports").Select(port => ((double)port["port"]!, (string)port["protocol"]!)));
    }

    [Fact]
    public async Task TheNodesResolver_MayBeAnywhere()
    {
        var plan = await RecordedPlan.ForServices("api: {image: \"a:1\", port: 80, dns: default}");

        Assert.Equal("Default", plan.Get("Deployment", "api")["spec.template.spec.dnsPolicy"]);
        var rule = plan.Get("NetworkPolicy", "api").List("spec.egress").Single();
        Assert.Null(rule["to"]);
        Assert.Equal(53d, rule["ports[0].port"]);
    }

    [Fact]
    public async Task AUserNamespace_IsAFieldOfThePod_AndRootIsThenRestricted()
    {
        var pod = await Pod("security: {user: 0, hostUsers: false}");

        Assert.Equal((false, 0d), (pod["hostUsers"], pod["securityContext.runAsUser"]));
    }

    [Fact]
    public async Task Devices_AreRequestsAndLimits_OfTheSizeAndItsOwn()
    {
        var plan = await RecordedPlan.Create(
            StackSources.Simulated(
                """
                name: shop
                sizes: {small: {}, gpu: {requests: {cpu: 2}, extended: {nvidia.com/gpu: 1}}}
                services: {api: {image: "a:1", port: 80, resources: {size: gpu, extended: {hugepages-2Mi: 4Mi}}}}
                """,
                ""
            )
        );

        var resources = new Inputs(plan.Get("Deployment", "api").Container["resources"]);
        Assert.Equal(("1", "4Mi"), (resources["requests.'nvidia.com/gpu'"], resources["requests.hugepages-2Mi"]));
        Assert.Equal(
            ("1", "4Mi", "2"),
            (resources["limits.'nvidia.com/gpu'"], resources["limits.hugepages-2Mi"], resources["requests.cpu"])
        );
    }

    private static async Task<Inputs> Pod(string settings) =>
        new(
            (await RecordedPlan.ForServices($"api: {{image: \"a:1\", port: 80, {settings}}}")).Get("Deployment", "api")[
                "spec.template.spec"
            ]
        );
}
