using Infra.Backend.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Batch.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>Pods that end by themselves: at once, or by the clock.</summary>
internal static class JobWorkload
{
    private const int HistoryLimit = 3;

    public static Pulumi.Kubernetes.Batch.V1.Job Once(ServiceSpec service, ObjectMetaArgs metadata, PodTemplateSpecArgs template, CustomResourceOptions options)
    {
        // A finished Job that removed itself would look like one that has to be created again.
        var spec = SpecOf(service, template);
        return new Pulumi.Kubernetes.Batch.V1.Job(service.System.ResourceName(service.Name), new JobArgs { Metadata = metadata, Spec = spec }, options);
    }

    public static Pulumi.Kubernetes.Batch.V1.CronJob ByTheClock(ServiceSpec service, ObjectMetaArgs metadata, PodTemplateSpecArgs template, CustomResourceOptions options)
    {
        var schedule = service.Schedule ?? throw new ArgumentException($"The cron service '{service.Name}' has no schedule.", nameof(service));
        var spec = SpecOf(service, template);
        spec.TtlSecondsAfterFinished = service.Job.KeepFor.WholeSeconds();
        return new Pulumi.Kubernetes.Batch.V1.CronJob(service.System.ResourceName(service.Name), new CronJobArgs
        {
            Metadata = metadata,
            Spec = new CronJobSpecArgs
            {
                Schedule = schedule.Cron,
                TimeZone = schedule.TimeZone,
                ConcurrencyPolicy = schedule.Concurrency.ToString(),
                StartingDeadlineSeconds = schedule.StartWithin.WholeSeconds(),
                SuccessfulJobsHistoryLimit = HistoryLimit,
                FailedJobsHistoryLimit = HistoryLimit,
                JobTemplate = new JobTemplateSpecArgs
                {
                    Metadata = new ObjectMetaArgs { Labels = ServiceLabels.All(service) },
                    Spec = spec,
                },
            },
        }, options);
    }

    private static JobSpecArgs SpecOf(ServiceSpec service, PodTemplateSpecArgs template) => new()
    {
        BackoffLimit = service.Job.Retries,
        ActiveDeadlineSeconds = service.Job.Deadline.WholeSeconds(),
        Completions = service.Job.Completions,
        Parallelism = service.Job.Parallelism,
        Template = template,
    };
}
