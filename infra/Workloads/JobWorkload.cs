using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Batch.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>The Job or CronJob of a service whose pods run to completion.</summary>
internal static class JobWorkload
{
    public static Pulumi.Kubernetes.Batch.V1.Job CreateJob(
        ServicePlan service,
        ObjectMetaArgs metadata,
        PodTemplateSpecArgs template,
        CustomResourceOptions options
    )
    {
        // Without a TTL: the next deployment would create a Job again that was removed after it finished.
        var spec = Spec(service, template);
        return new Pulumi.Kubernetes.Batch.V1.Job(
            service.System.ResourceName(service.Name),
            new JobArgs { Metadata = metadata, Spec = spec },
            options
        );
    }

    public static Pulumi.Kubernetes.Batch.V1.CronJob CreateCronJob(
        ServicePlan service,
        ObjectMetaArgs metadata,
        PodTemplateSpecArgs template,
        CustomResourceOptions options
    )
    {
        var schedule = service.Schedule
            ?? throw new ArgumentException($"The cron service '{service.Name}' has no schedule.", nameof(service));
        var spec = Spec(service, template);
        spec.TtlSecondsAfterFinished = service.Job.KeepFor.WholeSeconds();
        var cron = new CronJobSpecArgs
        {
            Schedule = schedule.Cron,
            TimeZone = schedule.TimeZone,
            ConcurrencyPolicy = schedule.Concurrency.ToString(),
            StartingDeadlineSeconds = schedule.StartWithin.WholeSeconds(),
            SuccessfulJobsHistoryLimit = schedule.KeepSuccessful,
            FailedJobsHistoryLimit = schedule.KeepFailed,
            JobTemplate = new JobTemplateSpecArgs
            {
                Metadata = new ObjectMetaArgs { Labels = ServiceLabels.ForService(service) }.Annotate(
                    ServiceAnnotations.ForService(service)
                ),
                Spec = spec,
            },
        };
        if (schedule.Suspend)
        {
            cron.Suspend = true;
        }

        return new Pulumi.Kubernetes.Batch.V1.CronJob(
            service.System.ResourceName(service.Name),
            new CronJobArgs { Metadata = metadata, Spec = cron },
            options
        );
    }

    private static JobSpecArgs Spec(ServicePlan service, PodTemplateSpecArgs template)
    {
        var job = service.Job;
        var spec = new JobSpecArgs
        {
            ActiveDeadlineSeconds = job.Deadline.WholeSeconds(),
            Completions = job.Completions,
            Parallelism = job.Parallelism,
            Template = template,
        };
        if (job.Retries is not null || job.RetriesPerIndex is null)
        {
            spec.BackoffLimit = job.Retries ?? JobSettings.DefaultRetries;
        }

        JobPolicies.AddTo(spec, job);
        return spec;
    }
}
