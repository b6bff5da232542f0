using System.Globalization;

namespace Infra.Tests.Scaling;

/// <summary>The objects that set scheduled minimums.</summary>
public class ScheduledMinimumTests
{
    private const string Service = """
        web: {image: "a:1", port: 80, owner: team-web, scaling: {min: 3, max: 9, schedule: {morning: {cron: "0 7 * * 1-5", min: 6, timeZone: Europe/Berlin}, evening: {cron: "0 19 * * *", min: 2}}}}
        """;

    [Fact]
    public async Task EachScheduledMinimum_IsACronJobThatPatchesTheAutoscaler()
    {
        var job = (await RecordedPlan.ForServices(Service)).Get("CronJob", "web-min-morning");

        Assert.Equal(
            ("0 7 * * 1-5", "Europe/Berlin", "Replace"),
            (job["spec.schedule"], job["spec.timeZone"], job["spec.concurrencyPolicy"])
        );
        var container = job.List("spec.jobTemplate.spec.template.spec.containers").Single();
        Assert.Equal("registry.k8s.io/kubectl:v1.36.1", container["image"]);
        Assert.Equal(
            [
                "patch",
                "horizontalpodautoscalers.v2.autoscaling",
                "web",
                "--namespace=shop",
                "--type=merge",
                "--patch={\"spec\":{\"minReplicas\":6}}",
                "--cache-dir=/tmp/kubectl",
            ],
            container.List("args").Select(argument => argument.Value)
        );
    }

    [Fact]
    public async Task ItsAccount_MayReadAndPatchThisAutoscalerOnly()
    {
        var plan = await RecordedPlan.ForServices(Service);

        var rule = Assert.Single(plan.Get("Role", "web-min").List("rules"));
        Assert.Equal(
            ("autoscaling", "horizontalpodautoscalers", "web", "get patch"),
            (
                rule["apiGroups[0]"],
                rule["resources[0]"],
                rule["resourceNames[0]"],
                string.Join(' ', rule.List("verbs").Select(verb => verb.Value))
            )
        );
        var binding = plan.Get("RoleBinding", "web-min");
        Assert.Equal(
            ("Role", "web-min", "ServiceAccount", "web-min"),
            (binding["roleRef.kind"], binding["roleRef.name"], binding["subjects[0].kind"], binding["subjects[0].name"])
        );
        Assert.Equal(
            ("web-min", true),
            (
                plan.Get("CronJob", "web-min-morning")["spec.jobTemplate.spec.template.spec.serviceAccountName"],
                plan.Get("CronJob", "web-min-morning")["spec.jobTemplate.spec.template.spec.automountServiceAccountToken"]
            )
        );
    }

    [Fact]
    public async Task ItsPods_AreNotSelectedByTheService_AndReachTheKubernetesApiOnly()
    {
        var plan = await RecordedPlan.ForServices(Service);

        var selector = plan.Get("Service", "web").Map("spec.selector");
        var labels = plan.Get("CronJob", "web-min-evening").Map("spec.jobTemplate.spec.template.metadata.labels");
        Assert.NotEqual(selector["app.kubernetes.io/name"], labels["app.kubernetes.io/name"]);
        Assert.Equal("team-web", labels["infra/owner"]);
        var policy = plan.Get("NetworkPolicy", "web-min");
        Assert.Equal(labels["app.kubernetes.io/name"], policy["spec.podSelector.matchLabels.'app.kubernetes.io/name'"]);
        Assert.Null(policy["spec.ingress"]);
        Assert.Equal([443d, 6443d], Assert.Single(policy.List("spec.egress")).List("ports").Select(port => port["port"]));
    }

    [Fact]
    public async Task TheAutoscaler_StartsWithItsMinimum_AndTheDisruptionBudgetUsesTheLowestMinimum()
    {
        var plan = await RecordedPlan.ForServices(
            "web: {image: \"a:1\", port: 80, scaling: {min: 12, max: 20, schedule: {day: {cron: \"0 7 * * *\", min: 16}, night: {cron: \"0 19 * * *\", min: 4}}}}"
        );

        Assert.Equal(12d, plan.Get("HorizontalPodAutoscaler", "web")["spec.minReplicas"]);
        Assert.Equal(1d, plan.Get("PodDisruptionBudget", "web")["spec.maxUnavailable"]);
    }

    [Fact]
    public async Task WithoutASchedule_NothingIsCreated()
    {
        var plan = await RecordedPlan.ForServices("web: {image: \"a:1\", port: 80, scaling: {min: 3, max: 9}}");

        Assert.DoesNotContain(plan.Resources, resource => resource.Name!.StartsWith("web-min", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AVersion_HasNoScheduledMinimum()
    {
        var plan = await RecordedPlan.ForServices(
            Service.Replace("owner: team-web", "versions: {canary: {tag: \"2\", weight: 50}}", StringComparison.Ordinal)
        );

        Assert.True(plan.Has("CronJob", "web-min-morning"));
        Assert.False(plan.Has("CronJob", "web-canary-min-morning"));
    }

    [Fact]
    public async Task TheLoadBalancer_MayHaveScheduledMinimums() =>
        Assert.True(
            (
                await RecordedPlan.ForServices(
                    "web: {image: \"a:1\", port: 80, traffic: {hosts: [a.example.com]}}",
                    "loadBalancing: {backend: haproxy, scaling: {max: 9, schedule: {day: {cron: \"0 7 * * *\", min: 6}, night: {cron: \"0 19 * * *\", min: 2}}}}"
                )
            ).Has("CronJob", "load-balancer-min-night")
        );

    [Fact]
    public async Task TheImage_IsASetting_AndUsesTheStacksRegistry() =>
        Assert.Equal(
            "mirror.example.com/kubectl:v1.35.0",
            (
                await RecordedPlan.ForServices(
                    Service,
                    "images: {registry: mirror.example.com, kubectl: \"registry.k8s.io/kubectl:v1.35.0\"}"
                )
            )
                .Get("CronJob", "web-min-morning")
                .List("spec.jobTemplate.spec.template.spec.containers")
                .Single()["image"]
        );

    [Fact]
    public async Task TheQuota_IncludesThePodsOfTheCronJobs()
    {
        var (with, without) = (await Pods(Service), await Pods("web: {image: \"a:1\", port: 80, scaling: {min: 3, max: 9}}"));

        Assert.Equal(2, with - without);

        static async Task<int> Pods(string services)
        {
            var quota = (await RecordedPlan.ForServices(services, "quota: {headroom: 0}")).Get("ResourceQuota", "bounds");
            return int.Parse((string)quota["spec.hard.pods"]!, CultureInfo.InvariantCulture);
        }
    }
}
