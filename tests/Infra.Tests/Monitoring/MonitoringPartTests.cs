using System.Reflection;
using Infra.Backend.Monitoring.Parts;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>The parts of the monitoring and their images.</summary>
public class MonitoringPartTests
{
    public static TheoryData<string> Parts =>
        [.. typeof(PartNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(name => (string)name.GetValue(null)!)];

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task EveryPart_IsDeployedExactlyWhereThePlanSaysSo(string part)
    {
        foreach (var stack in StackMonitoring.Names)
        {
            var plan = await RecordedPlan.ForStack(stack);
            var isDeployed = plan.Has("Deployment", part) || plan.Has("StatefulSet", part) || plan.Has("DaemonSet", part);

            Assert.Equal(StackMonitoring.CreatePlan(stack).Deploys(part), isDeployed);
        }
    }

    [Fact]
    public void EveryImage_CanBeReplaced()
    {
        var images = typeof(MonitoringImage)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(MonitoringImage))
            .Select(property => (MonitoringImage)property.GetValue(null)!)
            .ToArray();
        Assert.Equal(images, MonitoringImage.All);
        var replaced = string.Join(", ", images.Select(image => $"{image.Key}: \"mirror.example.com/{image.Key.ToLowerInvariant()}:1\""));

        var plan = StackMonitoring.CreatePlan(
            StackSources.From("name: shop\ncluster: {kind: simulated}", $"config:\n  infra:monitoring: {{images: {{{replaced}}}}}\n")
        );

        Assert.Equal(
            images.Select(image => ImageReference.Parse($"mirror.example.com/{image.Key.ToLowerInvariant()}:1")),
            images.Select(plan.ResolveImage)
        );
    }
}
