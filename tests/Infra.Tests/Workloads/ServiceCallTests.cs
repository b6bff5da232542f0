using Infra.Tests.Settings;

namespace Infra.Tests.Workloads;

public class ServiceCallTests
{
    [Fact]
    public async Task Calls_SetAddresses_AndAllowEgressAndIngress()
    {
        var plan = await RecordedPlan.ForServices(
            """
            web: {image: "a:1", port: 80, calls: [order-service], env: {UPSTREAM: {address: order-service}}}
            order-service: {image: "b:1", port: 9000}
            """
        );

        var variables = plan.Get("ConfigMap", "web").Map("data");
        Assert.Equal("http://order-service.shop.svc:9000", variables["ORDER_SERVICE_URL"]);
        Assert.Equal("http://order-service.shop.svc:9000", variables["UPSTREAM"]);
        var egress = Assert.Single(plan.Get("NetworkPolicy", "web").List("spec.egress"));
        Assert.Equal(("order-service", 9000d), (egress["to[0].podSelector.matchLabels.'app.kubernetes.io/name'"], egress["ports[0].port"]));
        var ingress = Assert.Single(plan.Get("NetworkPolicy", "order-service").List("spec.ingress"));
        Assert.Equal(("web", 9000d), (ingress["from[0].podSelector.matchLabels.'app.kubernetes.io/name'"], ingress["ports[0].port"]));
        Assert.Null(plan.Get("NetworkPolicy", "web")["spec.ingress"]);
    }

    [Fact]
    public async Task ServicesThatCallEachOther_AreDeployedInOrder_AndMayReachEachOther()
    {
        // Unless the Deployment of 'a' depends on that of 'b', it is registered first: that of 'b' cannot be before the Service of 'a' is.
        var serviceOfA = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var plan = await RecordedPlan.ForServices(
            """
            a: {image: "a:1", port: 80, calls: [b]}
            b: {image: "b:1", port: 81, calls: [a]}
            """,
            whenRegistered: args =>
            {
                if (args is { Name: "a", Type: "kubernetes:core/v1:Service" })
                {
                    serviceOfA.SetResult();
                }

                return args is { Name: "b", Type: "kubernetes:core/v1:ServiceAccount" } ? serviceOfA.Task : Task.CompletedTask;
            }
        );

        var deployments = plan
            .Registered.Where(resource => resource.Type == "kubernetes:apps/v1:Deployment")
            .Select(resource => resource.Name);
        Assert.Equal(["b", "a"], deployments);
        foreach (var (service, port, other, otherPort) in new[] { ("a", 80d, "b", 81d), ("b", 81d, "a", 80d) })
        {
            var ingress = Assert.Single(plan.Get("NetworkPolicy", service).List("spec.ingress"));
            var egress = Assert.Single(plan.Get("NetworkPolicy", service).List("spec.egress"));
            Assert.Equal((other, port), (ingress["from[0].podSelector.matchLabels.'app.kubernetes.io/name'"], ingress["ports[0].port"]));
            Assert.Equal((other, otherPort), (egress["to[0].podSelector.matchLabels.'app.kubernetes.io/name'"], egress["ports[0].port"]));
        }
    }

    [Fact]
    public async Task After_AJob_TheWorkloadIsDeclaredOnceTheJobIsComplete()
    {
        // Unless the Deployment of 'web' depends on the Job, it is registered first: the Job cannot be before the Service of 'web' is.
        var serviceOfWeb = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var plan = await RecordedPlan.ForServices(
            """
            web: {image: "a:1", port: 80, after: [migrate]}
            migrate: {kind: job, image: "b:1"}
            """,
            whenRegistered: args =>
            {
                if (args is { Name: "web", Type: "kubernetes:core/v1:Service" })
                {
                    serviceOfWeb.SetResult();
                }

                return args is { Name: "migrate", Type: "kubernetes:core/v1:ServiceAccount" } ? serviceOfWeb.Task : Task.CompletedTask;
            }
        );

        var workloads = plan
            .Registered.Where(resource => resource.Type is "kubernetes:apps/v1:Deployment" or "kubernetes:batch/v1:Job")
            .Select(resource => resource.Name);
        Assert.Equal(["migrate", "web"], workloads);
    }

    [Fact]
    public async Task External_AllowsARange_OrEveryPublicAddressForAName()
    {
        var policy = (
            await RecordedPlan.ForServices("api: {image: \"a:1\", port: 80, external: [\"10.1.0.0/16:5432\", \"smtp.example.com:587\"]}")
        ).Get("NetworkPolicy", "api");

        Assert.Equal(("10.1.0.0/16", 5432d), (policy["spec.egress[0].to[0].ipBlock.cidr"], policy["spec.egress[0].ports[0].port"]));
        Assert.Equal(
            ("0.0.0.0/0", "10.0.0.0/8", 587d),
            (
                policy["spec.egress[1].to[0].ipBlock.cidr"],
                policy["spec.egress[1].to[0].ipBlock.except[0]"],
                policy["spec.egress[1].ports[0].port"]
            )
        );
    }

    [Fact]
    public async Task AnExposedService_AcceptsAllAddresses_AndAnnotatesItsHosts()
    {
        var plan = await RecordedPlan.ForServices(
            "web: {image: \"a:1\", port: 80, traffic: {expose: loadBalancer, hosts: [a.example.com, b.example.com]}}"
        );

        var service = plan.Get("Service", "web");
        Assert.Equal(
            ("LoadBalancer", 80d, "http"),
            (service["spec.type"], service["spec.ports[0].port"], service["spec.ports[0].targetPort"])
        );
        Assert.Equal("a.example.com,b.example.com", service["metadata.annotations.'external-dns.alpha.kubernetes.io/hostname'"]);
        var ingress = Assert.Single(plan.Get("NetworkPolicy", "web").List("spec.ingress"));
        Assert.Equal((null, 80d), (ingress["from"], ingress["ports[0].port"]));
    }
}
