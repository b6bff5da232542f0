using System.Collections.Immutable;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>The namespace in which backups are restored on trial: nothing in it has credentials of a live store.</summary>
/// <param name="Settings">The stack's settings, with the drills as the only services.</param>
/// <param name="System">The system's names in this namespace.</param>
/// <param name="Services">The CronJobs of the drills.</param>
/// <param name="Buckets">The stores that keep the backups.</param>
/// <param name="Trials">The stores that operators run on trial, while a drill lasts.</param>
internal sealed record DrillPlan(
    StackSettings Settings,
    SystemIdentity System,
    ImmutableArray<ServicePlan> Services,
    ImmutableArray<StorePlan> Buckets,
    ImmutableArray<StorePlan> Trials
);
