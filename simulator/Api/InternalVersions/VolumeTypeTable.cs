namespace Infra.Simulator.Api.InternalVersions;

/// <summary>The fields of the internal types of volumes and claims, written as in <see cref="PodTypeTable"/>.</summary>
internal static class VolumeTypeTable
{
    public const string Text = """
        AWSElasticBlockStoreVolumeSource VolumeID FSType=fsType Partition# ReadOnly?
        AzureDiskVolumeSource DiskName DataDiskURI=diskURI CachingMode* FSType=fsType* ReadOnly* Kind*
        AzureFilePersistentVolumeSource SecretName ShareName ReadOnly? SecretNamespace*
        AzureFileVolumeSource SecretName ShareName ReadOnly?
        CSIPersistentVolumeSource Driver VolumeHandle ReadOnly? FSType=fsType VolumeAttributes*
          ControllerPublishSecretRef*SecretReference NodeStageSecretRef*SecretReference NodePublishSecretRef*SecretReference
          ControllerExpandSecretRef*SecretReference NodeExpandSecretRef*SecretReference
        CSIVolumeSource Driver ReadOnly* FSType=fsType* VolumeAttributes* NodePublishSecretRef*LocalObjectReference
        CephFSPersistentVolumeSource Monitors* Path User SecretFile SecretRef*SecretReference ReadOnly?
        CephFSVolumeSource Monitors* Path User SecretFile SecretRef*LocalObjectReference ReadOnly?
        CinderPersistentVolumeSource VolumeID FSType=fsType ReadOnly? SecretRef*SecretReference
        CinderVolumeSource VolumeID FSType=fsType ReadOnly? SecretRef*LocalObjectReference
        ClusterTrustBundleProjection Name* SignerName* LabelSelector*@LabelSelector Optional* Path
        ConfigMapProjection +LocalObjectReference Items[KeyToPath Optional*
        ConfigMapVolumeSource +LocalObjectReference Items[KeyToPath DefaultMode* Optional*
        DownwardAPIProjection Items[DownwardAPIVolumeFile
        DownwardAPIVolumeFile Path FieldRef*ObjectFieldSelector ResourceFieldRef*ResourceFieldSelector Mode*
        DownwardAPIVolumeSource Items[DownwardAPIVolumeFile DefaultMode*
        EmptyDirVolumeSource Medium SizeLimit*
        EphemeralVolumeSource VolumeClaimTemplate*PersistentVolumeClaimTemplate
        FCVolumeSource TargetWWNs* Lun* FSType=fsType ReadOnly? WWIDs=wwids*
        FlexPersistentVolumeSource Driver FSType=fsType SecretRef*SecretReference ReadOnly? Options*
        FlexVolumeSource Driver FSType=fsType SecretRef*LocalObjectReference ReadOnly? Options*
        FlockerVolumeSource DatasetName DatasetUUID
        GCEPersistentDiskVolumeSource PDName=pdName FSType=fsType Partition# ReadOnly?
        GitRepoVolumeSource Repository Revision Directory
        GlusterfsPersistentVolumeSource EndpointsName=endpoints Path ReadOnly? EndpointsNamespace*
        GlusterfsVolumeSource EndpointsName=endpoints Path ReadOnly?
        HostPathVolumeSource Path Type*
        ISCSIPersistentVolumeSource TargetPortal IQN=iqn Lun# ISCSIInterface=iscsiInterface FSType=fsType ReadOnly? Portals*
          DiscoveryCHAPAuth=chapAuthDiscovery? SessionCHAPAuth=chapAuthSession? SecretRef*SecretReference InitiatorName*
        ISCSIVolumeSource TargetPortal IQN=iqn Lun# ISCSIInterface=iscsiInterface FSType=fsType ReadOnly? Portals*
          DiscoveryCHAPAuth=chapAuthDiscovery? SessionCHAPAuth=chapAuthSession? SecretRef*LocalObjectReference InitiatorName*
        ImageVolumeSource Reference PullPolicy
        KeyToPath Key Path Mode*
        LocalVolumeSource Path FSType=fsType*
        NFSVolumeSource Server Path ReadOnly?
        ObjectReference Kind Namespace Name UID=uid APIVersion=apiVersion ResourceVersion FieldPath
        PersistentVolumeClaimSpec AccessModes* Selector*@LabelSelector Resources:VolumeResourceRequirements VolumeName
          StorageClassName* VolumeMode* DataSource*TypedLocalObjectReference DataSourceRef*TypedObjectReference
          VolumeAttributesClassName*
        PersistentVolumeClaimTemplate +@ObjectMeta Spec:PersistentVolumeClaimSpec
        PersistentVolumeClaimVolumeSource ClaimName ReadOnly?
        PersistentVolumeSource GCEPersistentDisk=gcePersistentDisk*GCEPersistentDiskVolumeSource
          AWSElasticBlockStore=awsElasticBlockStore*AWSElasticBlockStoreVolumeSource HostPath*HostPathVolumeSource
          Glusterfs*GlusterfsPersistentVolumeSource NFS=nfs*NFSVolumeSource RBD=rbd*RBDPersistentVolumeSource
          Quobyte*QuobyteVolumeSource ISCSI=iscsi*ISCSIPersistentVolumeSource FlexVolume*FlexPersistentVolumeSource
          Cinder*CinderPersistentVolumeSource CephFS=cephfs*CephFSPersistentVolumeSource FC=fc*FCVolumeSource
          Flocker*FlockerVolumeSource AzureFile*AzureFilePersistentVolumeSource VsphereVolume*VsphereVirtualDiskVolumeSource
          AzureDisk*AzureDiskVolumeSource PhotonPersistentDisk*PhotonPersistentDiskVolumeSource
          PortworxVolume*PortworxVolumeSource ScaleIO*ScaleIOPersistentVolumeSource Local*LocalVolumeSource
          StorageOS=storageos*StorageOSPersistentVolumeSource CSI=csi*CSIPersistentVolumeSource
        PhotonPersistentDiskVolumeSource PdID FSType=fsType
        PodCertificateProjection SignerName KeyType MaxExpirationSeconds* CredentialBundlePath KeyPath CertificateChainPath
          UserAnnotations*
        PortworxVolumeSource VolumeID FSType=fsType ReadOnly?
        ProjectedVolumeSource Sources[VolumeProjection DefaultMode*
        QuobyteVolumeSource Registry Volume ReadOnly? User Group Tenant
        RBDPersistentVolumeSource CephMonitors=monitors* RBDImage=image FSType=fsType RBDPool=pool RadosUser=user Keyring
          SecretRef*SecretReference ReadOnly?
        RBDVolumeSource CephMonitors=monitors* RBDImage=image FSType=fsType RBDPool=pool RadosUser=user Keyring
          SecretRef*LocalObjectReference ReadOnly?
        ScaleIOPersistentVolumeSource Gateway System SecretRef*SecretReference SSLEnabled=sslEnabled? ProtectionDomain
          StoragePool StorageMode VolumeName FSType=fsType ReadOnly?
        ScaleIOVolumeSource Gateway System SecretRef*LocalObjectReference SSLEnabled=sslEnabled? ProtectionDomain StoragePool
          StorageMode VolumeName FSType=fsType ReadOnly?
        SecretProjection +LocalObjectReference Items[KeyToPath Optional*
        SecretReference Name Namespace
        SecretVolumeSource SecretName Items[KeyToPath DefaultMode* Optional*
        ServiceAccountTokenProjection Audience ExpirationSeconds# Path
        StorageOSPersistentVolumeSource VolumeName VolumeNamespace FSType=fsType ReadOnly? SecretRef*ObjectReference
        StorageOSVolumeSource VolumeName VolumeNamespace FSType=fsType ReadOnly? SecretRef*LocalObjectReference
        TypedLocalObjectReference APIGroup=apiGroup* Kind Name
        TypedObjectReference APIGroup=apiGroup* Kind Name Namespace*
        Volume Name +VolumeSource
        VolumeDevice Name DevicePath
        VolumeMount Name ReadOnly? RecursiveReadOnly* MountPath SubPath MountPropagation* SubPathExpr
        VolumeNodeAffinity Required*NodeSelector
        VolumeProjection Secret*SecretProjection DownwardAPI*DownwardAPIProjection ConfigMap*ConfigMapProjection
          ServiceAccountToken*ServiceAccountTokenProjection ClusterTrustBundle*ClusterTrustBundleProjection
          PodCertificate*PodCertificateProjection
        VolumeResourceRequirements Limits* Requests*
        VolumeSource HostPath*HostPathVolumeSource EmptyDir*EmptyDirVolumeSource
          GCEPersistentDisk=gcePersistentDisk*GCEPersistentDiskVolumeSource
          AWSElasticBlockStore=awsElasticBlockStore*AWSElasticBlockStoreVolumeSource GitRepo*GitRepoVolumeSource
          Secret*SecretVolumeSource NFS=nfs*NFSVolumeSource ISCSI=iscsi*ISCSIVolumeSource Glusterfs*GlusterfsVolumeSource
          PersistentVolumeClaim*PersistentVolumeClaimVolumeSource RBD=rbd*RBDVolumeSource Quobyte*QuobyteVolumeSource
          FlexVolume*FlexVolumeSource Cinder*CinderVolumeSource CephFS=cephfs*CephFSVolumeSource Flocker*FlockerVolumeSource
          DownwardAPI*DownwardAPIVolumeSource FC=fc*FCVolumeSource AzureFile*AzureFileVolumeSource
          ConfigMap*ConfigMapVolumeSource VsphereVolume*VsphereVirtualDiskVolumeSource AzureDisk*AzureDiskVolumeSource
          PhotonPersistentDisk*PhotonPersistentDiskVolumeSource Projected*ProjectedVolumeSource
          PortworxVolume*PortworxVolumeSource ScaleIO*ScaleIOVolumeSource StorageOS=storageos*StorageOSVolumeSource
          CSI=csi*CSIVolumeSource Ephemeral*EphemeralVolumeSource Image*ImageVolumeSource
        VsphereVirtualDiskVolumeSource VolumePath FSType=fsType StoragePolicyName StoragePolicyID
        """;
}
