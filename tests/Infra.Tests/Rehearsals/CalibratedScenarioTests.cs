using Infra.Tests.Settings;

namespace Infra.Tests.Rehearsals;

/// <summary>The program reads the scenario that a calibration writes.</summary>
public sealed class CalibratedScenarioTests : IDisposable
{
    private readonly RehearsalProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Plan_OfACalibratedScenario_HasItsNumbers()
    {
        var written = File.ReadAllText(StackSources.PathOf("tests", "Rehearsal.Tests", "Goldens", "calibrated.yaml"));

        var plan = _project.Plan(written);

        var gateway = plan.Services.Single(service => service.Behaviour.Service == "gateway");
        Assert.Equal(TimeSpan.FromMilliseconds(4), gateway.Behaviour.Cpu);
        Assert.Equal(TimeSpan.FromMilliseconds(10), gateway.Behaviour.Latency);
        Assert.Equal(TimeSpan.FromSeconds(12), gateway.StartUp);
        Assert.Equal(120 * 1024 * 1024, gateway.IdleMemory);
        Assert.Equal(1.5, gateway.Behaviour.Calls.Single(call => call.Service == "catalog").PerRequest);
        Assert.Equal(34, plan.Loads.Single().Rate.Count);
    }
}
