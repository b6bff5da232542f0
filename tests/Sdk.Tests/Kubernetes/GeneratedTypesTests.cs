using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Infra.Generator;
using Infra.Generator.Kubernetes;
using Pulumi;
using Pulumi.Kubernetes;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.ApiExtensions.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Outputs = Pulumi.Kubernetes.Types.Outputs;

namespace Sdk.Tests.Kubernetes;

public class GeneratedTypesTests
{
    private static readonly KubernetesSchema Schema = new(
        JsonFile.Read(Path.Combine(Repository.Root, "kubernetes", "Schema", "kubernetes-1.36.json"))
    );

    private static readonly Dictionary<string, Type> ResourceClasses = typeof(KubernetesResource)
        .Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(KubernetesResource)) && type.GetCustomAttribute<ResourceTypeAttribute>() is not null)
        .ToDictionary(type => type.GetCustomAttribute<ResourceTypeAttribute>()!.Type);

    [Fact]
    public void EveryManageableKind_HasAClass()
    {
        var notManaged = new[] { "ComponentStatus", "TokenReview" };

        var missing = Schema
            .Resources.Where(resource => !ResourceClasses.ContainsKey(resource.Token))
            .Select(resource => resource.Kind)
            .Where(kind =>
                !notManaged.Contains(kind) && !kind.EndsWith("AccessReview", StringComparison.Ordinal) && kind != "SelfSubjectRulesReview"
            );

        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("kubernetes:core/v1:Secret", typeof(Secret))]
    [InlineData("kubernetes:apps/v1:Deployment", typeof(Pulumi.Kubernetes.Apps.V1.Deployment))]
    [InlineData("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", typeof(Pulumi.Kubernetes.Autoscaling.V2.HorizontalPodAutoscaler))]
    [InlineData("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", typeof(Pulumi.Kubernetes.Rbac.V1.RoleBinding))]
    [InlineData("kubernetes:flowcontrol.apiserver.k8s.io/v1:FlowSchema", typeof(Pulumi.Kubernetes.FlowControl.V1.FlowSchema))]
    [InlineData("kubernetes:apiregistration.k8s.io/v1:APIService", typeof(Pulumi.Kubernetes.ApiRegistration.V1.APIService))]
    public void ResourceClass_IsInTheNamespaceOfItsGroupVersion(string token, Type type)
    {
        Assert.Same(type, ResourceClasses[token]);
    }

    [Fact]
    public void EveryResourceClass_HasThePublishedVersion()
    {
        Assert.All(ResourceClasses.Values, type => Assert.Equal("4.32.0", type.GetCustomAttribute<ResourceTypeAttribute>()!.Version));
    }

    [Theory]
    [InlineData(typeof(ContainerPortArgs), nameof(ContainerPortArgs.ContainerPortValue), typeof(Input<int>))]
    [InlineData(typeof(ContainerArgs), nameof(ContainerArgs.Command), typeof(InputList<string>))]
    [InlineData(typeof(ResourceRequirementsArgs), nameof(ResourceRequirementsArgs.Limits), typeof(InputMap<string>))]
    [InlineData(typeof(HTTPGetActionArgs), nameof(HTTPGetActionArgs.Port), typeof(InputUnion<int, string>))]
    [InlineData(typeof(ServiceSpecArgs), nameof(ServiceSpecArgs.Type), typeof(InputUnion<string, ServiceSpecType>))]
    [InlineData(typeof(JSONSchemaPropsArgs), nameof(JSONSchemaPropsArgs.Ref), typeof(Input<string>))]
    [InlineData(typeof(JSONSchemaPropsArgs), nameof(JSONSchemaPropsArgs.X_kubernetes_int_or_string), typeof(Input<bool>))]
    [InlineData(typeof(JSONSchemaPropsArgs), nameof(JSONSchemaPropsArgs.Default), typeof(InputJson))]
    [InlineData(
        typeof(JSONSchemaPropsArgs),
        nameof(JSONSchemaPropsArgs.AdditionalProperties),
        typeof(InputUnion<JSONSchemaPropsArgs, bool>)
    )]
    [InlineData(typeof(JSONSchemaPropsArgs), nameof(JSONSchemaPropsArgs.Enum), typeof(InputList<JsonElement>))]
    public void Input_HasTheTypeOfItsField(Type owner, string property, Type type)
    {
        Assert.Equal(type, owner.GetProperty(property)!.PropertyType);
    }

    [Theory]
    [InlineData(typeof(Outputs.Core.V1.ContainerPort), "ContainerPortValue", typeof(int))]
    [InlineData(typeof(Outputs.Core.V1.Container), "Command", typeof(ImmutableArray<string>))]
    [InlineData(typeof(Outputs.Core.V1.HTTPGetAction), "Port", typeof(Union<int, string>))]
    [InlineData(typeof(Outputs.Core.V1.ServiceSpec), "Type", typeof(string))]
    [InlineData(typeof(Outputs.Meta.V1.ObjectMeta), "Labels", typeof(ImmutableDictionary<string, string>))]
    [InlineData(typeof(Outputs.ApiExtensions.V1.JSONSchemaProps), "Default", typeof(JsonElement))]
    public void Output_HasTheTypeOfItsField(Type owner, string field, Type type)
    {
        Assert.Equal(type, owner.GetField(field)!.FieldType);
    }

    [Theory]
    [InlineData(
        "kubernetes:apps/v1:Deployment",
        "kubernetes:apps/v1beta1:Deployment",
        "kubernetes:apps/v1beta2:Deployment",
        "kubernetes:extensions/v1beta1:Deployment"
    )]
    [InlineData(
        "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
        "kubernetes:autoscaling/v1:HorizontalPodAutoscaler",
        "kubernetes:autoscaling/v2beta1:HorizontalPodAutoscaler",
        "kubernetes:autoscaling/v2beta2:HorizontalPodAutoscaler"
    )]
    [InlineData("kubernetes:core/v1:Event", "kubernetes:events.k8s.io/v1:Event", "kubernetes:events.k8s.io/v1beta1:Event")]
    [InlineData(
        "kubernetes:apiregistration.k8s.io/v1:APIService",
        "kubernetes:apiregistration.k8s.io/v1beta1:APIService",
        "kubernetes:apiregistration/v1beta1:APIService",
        "kubernetes:apiregistration/v1:APIService"
    )]
    [InlineData("kubernetes:core/v1:ConfigMap")]
    public void Aliases_OfAKind_AreItsOtherGroupVersions(string token, params string[] aliases)
    {
        Assert.Equal(aliases, KindHistory.Aliases(Schema.Resources.Single(resource => resource.Token == token), Schema.Resources));
    }

    [Fact]
    public void Assembly_IsSmallerThan4Megabytes()
    {
        Assert.InRange(new FileInfo(typeof(KubernetesResource).Assembly.Location).Length, 1, 4 * 1024 * 1024);
    }

    [Fact]
    public void Status_IsNotAnInput()
    {
        Assert.Null(typeof(Pulumi.Kubernetes.Types.Inputs.Apps.V1.DeploymentArgs).GetProperty("Status"));
        Assert.NotNull(typeof(Pulumi.Kubernetes.Apps.V1.Deployment).GetProperty("Status"));
    }

    [Fact]
    public void PatchAndListVariants_DoNotExist()
    {
        var variants = ResourceClasses.Values.Where(type =>
            type.Name.EndsWith("Patch", StringComparison.Ordinal) || type.Name.EndsWith("List", StringComparison.Ordinal)
        );

        Assert.Empty(variants);
    }
}
