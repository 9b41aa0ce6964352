/** Material of an invented library. The titles of norms are real; the words about them are ours, and no text of any norm. */
import type { ShelfItem } from '../api';

type Kept = { item: ShelfItem; text: string };
const KINDS: Record<string, string> = { norm: 'Norma', guide: 'Guía', sheet: 'Hoja', practice: 'Buena práctica', campaign: 'Cartel' };
const LANGUAGES: Record<string, string> = { es: 'español', pt: 'portugués', ay: 'aymara', qu: 'quechua', en: 'inglés' };
let last = 0;

function kept(kind: string, title: string, summary: string, date: string, source: string, text: string, more: Partial<ShelfItem> = {}): Kept {
  const language = more.language ?? 'es';
  last += 1;
  return { item: { id: `pack:item-${last}`, kind, kind_name: KINDS[kind] ?? kind, title, summary, language, language_name: LANGUAGES[language] ?? language, date, source, origin: 'pack', has_text: text !== '', file: null, withdrawn: false, unreviewed: false, ...more }, text };
}
const norm = (title: string, summary: string, date: string, source: string, more: Partial<ShelfItem> = {}) =>
  kept('norm', title, summary, date, source, `## De qué trata\n\n${summary}\n\n## Para este trabajo\n\n- Téngala a mano cuando alguien pregunte en qué se apoya lo que hacemos.\n- Si algo no está claro, consulte a supervisión antes de responder.\n\n> Esto es un resumen de uso interno. No es el texto de la norma ni un consejo legal.`, { unreviewed: true, ...more });

const LEY_1152 = `La Ley 1152 lleva la atención **universal y gratuita** a quienes no tienen seguro de corto plazo. Modifica la Ley 475.

## A quién cubre

Personas que **no** están protegidas por la Seguridad Social de Corto Plazo. Para las personas extranjeras dice que la atención va «en el marco de instrumentos internacionales, bajo el principio de reciprocidad y en las mismas condiciones que las y los bolivianos».

### Grupos que se atienden con cualquier situación migratoria

1. Mujeres embarazadas, desde el inicio hasta seis meses después del parto.
2. Mujeres que necesitan atención de salud sexual y reproductiva.
3. Niñas y niños menores de cinco años.
4. Personas de sesenta años y más.
5. Personas con discapacidad.

## Qué significa en el puesto

| Si la persona… | Qué hacer |
|---|---|
| está en uno de los cinco grupos | Prepare la adscripción: no hace falta regularizar primero |
| tiene una emergencia | Se atiende siempre, en cualquier establecimiento |
| no está en ningún grupo | Oriente: qué papel le falta, adónde ir, quién acompaña |

La falta de un documento **no impide** registrar ni atender. Posta nunca dice «no»: muestra un grupo cubierto, o una orientación.

## Qué documentos sirven

- Cédula de identidad del país de origen, pasaporte o certificado de nacimiento.
- Para recién nacidos, el *Certificado de Nacido Vivo*.
- Una copia o una foto también ayudan a preparar el trámite.

## Lo que Posta no hace

La adscripción oficial la hace el personal autorizado en el sistema del Ministerio. Aquí se prepara la carpeta y se anota en qué estado va: *preparada*, *presentada*, *confirmada* u *observada*.

## Dónde leerla entera

En la [Gaceta Oficial](https://www.gacetaoficialdebolivia.gob.bo), número 1144. Vea también [el reglamento](https://seguros.minsalud.gob.bo/Pages/frmDocumentos.html).

> **Sin verificar:** este resumen no cita incisos. Quien lo revise debe compararlo con el texto publicado.`;

const poster = (title: string, lines: string[], source: string, date: string, more: Partial<ShelfItem> = {}) => kept('campaign', title, lines[0] ?? '', date, source, lines.map((line) => `- ${line}`).join('\n'), more);
const OWN = 'Redes saludables, material de campaña';

export const packed: Kept[] = [
  kept('norm', 'Ley 1152: hacia el Sistema Único de Salud, universal y gratuito', 'Quiénes se atienden gratis, y qué grupos lo hacen con cualquier situación migratoria.', '2019-02-20', 'Gaceta Oficial de Bolivia, 1144', LEY_1152, { unreviewed: true, file: { bytes: 412_000, here: 8, pieces: 8 } }),
  norm('Ley 475: de prestaciones de servicios de salud integral', 'La ley que la Ley 1152 modifica: a quién se atendía, y con qué prestaciones.', '2013-12-30', 'Gaceta Oficial de Bolivia'),
  norm('Ley 1069: modificación de la Ley 475', 'Cambia la Ley 475 antes de la Ley 1152.', '2018-05-28', 'Gaceta Oficial de Bolivia'),
  norm('Ley 370: de Migración', 'Derechos de las personas migrantes. El artículo 12 habla del derecho a la salud.', '2013-05-08', 'Gaceta Oficial de Bolivia'),
  norm('RM 0251: reglamento de la Ley 1152', 'Aplicación técnica y gestión administrativa y financiera de la ley. Es el que estaba en vigencia durante la campaña.', '2021-06-30', 'Ministerio de Salud y Deportes', { file: { bytes: 1_020_000, here: 3, pieces: 8 } }),
  norm('RM 0472: modificación del reglamento', 'Cambios al reglamento de la Ley 1152.', '2021-11-12', 'Ministerio de Salud y Deportes'),
  norm('RM 0322: complemento del reglamento', 'Disposiciones que completan el reglamento.', '2022-07-08', 'Ministerio de Salud y Deportes', { file: { bytes: 300_000, here: 0, pieces: 13 } }),
  norm('RM 0462: modificación del reglamento', 'La modificación más reciente que conocemos.', '2023-07-26', 'Ministerio de Salud y Deportes'),
  norm('DS 1984: reglamento de la Ley 475', 'Reglamenta la ley anterior; sirve para entender palabras que se siguen usando.', '2014-04-30', 'Gaceta Oficial de Bolivia'),
  norm('DS 3813: reglamento de la Ley 475 modificada', 'Anotado de memoria: confirme la fecha y el contenido.', '2019-02-27', 'sin verificar'),
  norm('Constitución Política del Estado: derechos y salud', 'Artículo 14: nadie es discriminado. Derecho a la salud para todas las personas.', '2009-02', 'Gaceta Oficial de Bolivia'),
  norm('Ley 045: contra el racismo y toda forma de discriminación', 'Qué se puede denunciar, y ante quién, cuando alguien recibe un mal trato.', '2010', 'Gaceta Oficial de Bolivia'),
  norm('Ley 348: para garantizar a las mujeres una vida libre de violencia', 'Obliga al personal de salud a extender el certificado único. Se hace en la consulta, no aquí.', '2013', 'Gaceta Oficial de Bolivia'),
  norm('Ley 548: Código Niña, Niño y Adolescente', 'Interés superior, y a quién avisar cuando un menor está solo.', '2014', 'Gaceta Oficial de Bolivia'),
  norm('Ley 3131: del ejercicio profesional médico', 'Secreto profesional e historia clínica.', '2005', 'Gaceta Oficial de Bolivia'),
  norm('Ley 223: general para personas con discapacidad', 'Calificación de la discapacidad y derechos que trae.', '2012', 'Gaceta Oficial de Bolivia'),

  kept('guide', 'Adscripción, paso a paso', 'Lo que se pregunta, en qué orden, y qué se entrega al final.', '2026-03', OWN, '1. **Busque** primero: un nombre, un documento o un año.\n2. Si no está, **registre** con lo que la persona diga.\n3. Lea el resultado con ella: grupo cubierto u orientación.\n4. Anote los requisitos que tiene y los que faltan.\n5. Explique los permisos, en su idioma.\n6. Imprima la constancia.\n\n## Si falta un papel\n\nSe registra igual. Anote qué falta y adónde ir a conseguirlo.\n\n## Si hay fila\n\n- Registre a la familia junta: el apellido, la dirección y el celular pasan al siguiente.\n- Lo que quede a medias espera en *Borradores*.'),
  kept('guide', 'Señales de protección, y qué no preguntar', 'Qué se observa, a quién se avisa, y lo que nunca se pregunta en la mesa de registro.', '2026-03', OWN, '## Lo que se observa\n\n- Alguien guarda los documentos de otra persona.\n- Otra persona responde por ella, o no la deja sola.\n- Un niño o una niña viaja sin su madre, su padre o quien lo cuida.\n\n## Lo que no se pregunta aquí\n\n- Qué pasó, quién fue, dónde y cuándo.\n- Por dónde entró, con quién, cuánto pagó.\n- Religión, orientación, partido o resultado de pruebas.\n\n## Qué se hace\n\nOfrezca **hablar en privado**. No hace falta decir por qué.'),
  kept('guide', 'Cómo leer el resultado de elegibilidad', 'Grupo cubierto u orientación: nunca un rechazo.', '2026-03', OWN, 'El resultado siempre dice **qué sigue**.\n\n- *Cubierto*: a qué grupo pertenece, y la norma.\n- *Orientación*: qué puede cambiar, adónde ir y quién acompaña.\n- *Emergencia*: se atiende siempre.'),
  kept('guide', 'Privacidad y consentimiento en el puesto', 'Cinco permisos, cada uno por separado, y ninguno es condición para atender.', '2026-03', OWN, '1. Registrar y preparar la adscripción.\n2. Compartir con el establecimiento.\n3. Compartir una derivación con un servicio.\n4. Estar en las cifras, sin nombre.\n5. Que se le pueda llamar después.\n\nDecir que no a los demás **nunca** cierra la atención.'),
  kept('guide', 'Trabajo en dupla', 'Una persona de salud y una psicosocial que atienden juntas.', '2026-04', OWN, 'Cada parte escribe y firma lo suyo. Lo que se decide, se decide entre dos.\n\n- Antes: acuerden quién empieza.\n- Durante: una sola conversación, no dos interrogatorios.\n- Después: cinco minutos para ponerse de acuerdo.'),
  kept('guide', 'Sin señal: cómo llevar los datos en una memoria USB', 'Exportar, llevar y recibir, sin que nada se pierda.', '2026-05', OWN, 'En *Sincronización* elija **Exportar a USB**. El archivo va cifrado: solo lo abren los equipos del departamento.'),

  kept('sheet', 'Requisitos por grupo, en una hoja', 'Para tener a mano en la mesa.', '2026-03', OWN, '| Grupo | Con qué se comprueba |\n|---|---|\n| Embarazo | Control, ecografía, o lo que diga la persona |\n| Menor de 5 años | Certificado de nacimiento o de nacido vivo |\n| 60 años y más | Cualquier documento con la fecha |\n| Discapacidad | Calificación, o se orienta para obtenerla |'),
  kept('sheet', 'Teléfonos que se usan de noche', 'Se completa en cada puesto.', '', '', '- Emergencias de salud\n- Defensoría de la Niñez y Adolescencia\n- Guardia del hospital de referencia', { unreviewed: true }),
  kept('sheet', 'Frases para empezar en aymara', 'Saludar, decir para qué es, preguntar el nombre.', '2026', OWN, '- *Kamisaki*: ¿cómo está?\n- *Kunas sutimaxa*: ¿cuál es su nombre?', { unreviewed: true, language: 'ay' }),
  kept('sheet', 'Frases para empezar en quechua', 'Saludar, decir para qué es, preguntar el nombre.', '2026', OWN, '- *Imaynalla kachkanki*: ¿cómo está?\n- *Imataq sutiyki*: ¿cuál es su nombre?', { unreviewed: true, language: 'qu' }),
  kept('sheet', 'Requisitos por grupo (português)', 'O mesmo, para ler com quem fala português.', '2026-04', OWN, '| Grupo | Como se comprova |\n|---|---|\n| Gravidez | Pré-natal, ultrassom, ou o que a pessoa disser |\n| Menor de 5 anos | Certidão de nascimento |', { language: 'pt', unreviewed: true }),

  kept('practice', 'Redes saludables', '504 personas capacitadas en 21 instituciones, y lo que aprendimos.', '2022', 'Redes saludables, informe', '- Capacitar **en el lugar**, no llevarlos a un hotel.\n- Mesas con las instituciones, redes con la comunidad.\n- Quien aprendió enseña: así llegaron 172 personas más.'),
  kept('practice', 'Duplas de salud y psicosociales en la frontera', 'Por qué atienden dos, y qué cambió.', '2022', 'Redes saludables, informe', '- La persona cuenta una sola vez.\n- Quien atiende no se queda sola con lo que escucha.\n- Se deriva a alguien con nombre, no a una oficina.'),
  kept('practice', 'Mesa de registro a la vista de la fila', 'Una experiencia de Pisiga.', '2026-06-14', 'Puesto de Pisiga', 'Pusimos la mesa donde se ve, con el cartel atrás. La gente pregunta antes de pasar de largo.', { id: 'd1f0a6b2c3d4e5f60718293a4b5c6d7e', origin: 'department' }),
  kept('practice', 'Cómo se explicó el derecho a la salud a familias haitianas que esperaban en la terminal de buses de Oruro durante el corte de carretera de agosto', 'Una experiencia larga, con un título que también lo es.', '2026-08', 'Equipo de atención de Oruro y la parroquia que abrió su patio', 'Con un intérprete, en grupos de seis, con la hoja de derechos en la mano.', { id: 'e2f0a6b2c3d4e5f60718293a4b5c6d7e', origin: 'department' }),

  poster('La salud es un derecho de todas las personas', ['Con documentos o sin ellos, pregunte aquí', 'Embarazadas, niñas y niños, mayores de 60 y personas con discapacidad se atienden gratis', 'Una emergencia se atiende siempre'], OWN, '2026-03'),
  poster('Contra la discriminación en salud', ['Nadie espera más por su país', 'Nadie paga más por su acento', 'Nadie se queda sin atención por falta de un papel', 'Si le trataron mal, aquí lo anotamos'], OWN, '2026-03'),
  poster('Sus datos están protegidos', ['No se entregan a Migración ni a la policía', 'Usted decide con quién se comparten', 'Puede cambiar de idea cuando quiera'], 'Texto del proyecto para imprimir y colgar; regla de este programa, sin listas para la policía ni para migraciones: antes de colgarlo, la entidad responsable confirma que puede cumplirla', '2026-03'),
  poster('A saúde é um direito de todas as pessoas', ['Com documentos ou sem eles, pergunte aqui', 'Gestantes, crianças, maiores de 60 anos e pessoas com deficiência são atendidas de graça', 'Uma emergência é sempre atendida'], OWN, '2026-03', { language: 'pt' }),
  poster('Seus dados estão protegidos', ['Não são entregues à Migração nem à polícia', 'Você decide com quem se compartilham', 'Pode mudar de ideia quando quiser'], OWN, '2026-03', { language: 'pt', unreviewed: true }),
  poster('Taqi jaqinakan derechopaxa: k’umara jakaña', ['Papelanïsa jan papelanisa, akan jiskt’asipxam', 'Usur warmi, wawanaka, chuymaninaka inaki qullayasipxi', 'Jank’aki yanapt’aña wali wakisiwa'], OWN, '2026-03', { language: 'ay', unreviewed: true }),
  poster('Qhali kawsayqa tukuy runaq derechonmi', ['Papelniyuq, mana papelniyuq, kaypi tapukuychik', 'Wiksayuq warmikuna, wawakuna, machukuna mana qullqillawan hampichikunku', 'Usqhay onqoyqa sapa kuti hampisqa'], OWN, '2026-03', { language: 'qu', unreviewed: true }),
  poster('Jornada de vacunación en el paso fronterizo', ['Sábado 12 de diciembre, de 8:00 a 16:00', 'Traiga el carnet de vacunas si lo tiene', 'También sin carnet'], 'SEDES Oruro', '2026-12', { id: 'f3f0a6b2c3d4e5f60718293a4b5c6d7e', origin: 'department' }),
  kept('sheet', 'Horario del puesto durante las fiestas', 'Ya pasó: se retiró.', '2025-12', 'Puesto de Pisiga', 'Del 24 al 26, solo emergencias.', { id: 'a4f0a6b2c3d4e5f60718293a4b5c6d7e', origin: 'department', withdrawn: true })
];

export const kindNames = KINDS;
export const languageNames = LANGUAGES;
