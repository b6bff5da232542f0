using Infra.Backend.Settings.Rehearsals;

namespace Infra.Tests.Documentation;

/// <summary>The page of the documentation about rehearsals.</summary>
internal static class RehearsalTopic
{
    public static CatalogueTopic Rehearsals { get; } =
        new()
        {
            Name = "rehearsals",
            Title = "Rehearsals",
            Summary = "Load, faults and expectations that `infra rehearse` tries a stack with.",
            Records =
            [
                typeof(RehearsalSettings),
                typeof(RehearsalPoolSettings),
                typeof(MachineSettings),
                typeof(NodeRangeSettings),
                typeof(BehaviourSettings),
                typeof(CpuTimeSettings),
                typeof(RehearsalCallSettings),
                typeof(StartUpSettings),
                typeof(MemoryUseSettings),
                typeof(LoadSettings),
                typeof(RatePointSettings),
                typeof(WaveSettings),
                typeof(ClientSettings),
                typeof(RehearsalFaultSettings),
                typeof(RehearsalExpectationSettings),
                typeof(RehearsalCostSettings),
                typeof(ServiceExpectationSettings),
            ],
            ExampleFile = ExampleFile.Rehearsal,
            Example = """
                pools:
                  general: {machine: {cpu: 8, memory: 32Gi}, nodes: {min: 3, max: 12}, price: 0.38}
                services:
                  catalog: {cpu: {mean: 9ms, p99: 40ms}, startUp: 12s}
                load:
                  catalog: {rate: [{at: 0m, rps: 40}, {at: 20m, rps: 600}], clients: {timeout: 2s, retries: 2}}
                faults:
                  - {at: 30m, lose: zone b, for: 20m}
                expect: {pending: 2m, cost: {perMonth: 2500}}
                """,
        };
}
